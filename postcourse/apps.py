from django.apps import AppConfig


class PostcourseConfig(AppConfig):
    name = "postcourse"

    def ready(self) -> None:
        from people import dossier, exported, merging
        from postcourse import exporting
        from postcourse.dossier import consultations, consultations_held

        dossier.add(consultations)
        merging.count(consultations_held)
        exported.call(exporting.LISTS, exporting.WORDS, {})
