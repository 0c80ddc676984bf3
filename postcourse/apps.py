from django.apps import AppConfig


class PostcourseConfig(AppConfig):
    name = "postcourse"

    def ready(self) -> None:
        from assessment import what_next
        from people import dossier, exported, merging
        from postcourse import exporting
        from postcourse.dossier import consultations, consultations_held
        from postcourse.dossier_implementation import projects
        from postcourse.own_plan import plan_of

        dossier.add(consultations)
        dossier.add(projects)
        what_next.offer(plan_of)
        merging.count(consultations_held)
        exported.call(exporting.LISTS, exporting.WORDS, {})
