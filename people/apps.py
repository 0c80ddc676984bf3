from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "people"

    def ready(self) -> None:
        from people import exported, exporting

        exported.call(exporting.LISTS, exporting.WORDS, {"person": exporting.names_of})
