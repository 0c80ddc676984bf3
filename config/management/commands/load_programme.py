from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessment.survey_loading import load_instrument
from config.publishing import bring_in
from courses import programme_file


class Command(BaseCommand):
    help = "Loads the programme from its file: an unchanged file changes nothing, a changed one makes a new version."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--file", type=Path, default=programme_file.PROGRAMME, help="another programme file")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            said = load(path)
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        except UnicodeDecodeError as error:
            raise CommandError(f"{path}: this is not a text in UTF-8.") from error
        except ValidationError as error:
            raise CommandError(f"{path}: {' '.join(error.messages)}") from error
        self.stdout.write(said)


def load(path: Path) -> str:
    """The programme and what belongs to it in each app, all of it or nothing."""
    programme = programme_file.load(path)
    version, made = bring_in(programme)
    load_instrument()
    done = "loaded" if made else "is there already, nothing has changed"
    return f"{programme.code}, version {version.number}: {done}."
