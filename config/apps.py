from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The pages that see every app: home, status, and the commands that load and show the whole."""

    name = "config"
