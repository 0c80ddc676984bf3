from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class ConfigConfig(AppConfig):
    """The pages that see every app: home, status, and the commands that load and show the whole."""

    name = "config"
    default = True

    def ready(self) -> None:
        from config.dossier import personal_data
        from people import dossier

        dossier.add(personal_data)


class StaticFiles(StaticFilesConfig):
    """Collects only what pages load: of Bootstrap the one file, with the map it names; of htmx version 2."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "bootstrap-*",
        "bootstrap.rtl.*",
        "bootstrap.css*",
        "htmx-4*",
        "htmax-*",
    ]
