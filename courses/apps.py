from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "courses"

    def ready(self) -> None:
        from courses.dossier import enrolments_of
        from people import dossier

        dossier.add(enrolments_of)
