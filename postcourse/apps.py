from django.apps import AppConfig


class PostcourseConfig(AppConfig):
    name = "postcourse"

    def ready(self) -> None:
        from people import dossier, merging
        from postcourse.dossier import consultations, consultations_held

        dossier.add(consultations)
        merging.count(consultations_held)
