#!/usr/bin/env python3
"""Django's command line; `python3 start.py` sets up what it needs."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit("Basqaru's environment is not set up here. Run: python3 start.py")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
