from django.apps import AppConfig


class PostcourseConfig(AppConfig):
    name = "postcourse"

    def ready(self) -> None:
        from assessment import what_next
        from people import dossier, exported, merging
        from postcourse import exporting, exporting_network
        from postcourse.dossier import consultations, consultations_held
        from postcourse.held_network import practices_held
        from postcourse.own_plan import plan_of

        dossier.add(consultations)
        what_next.offer(plan_of)
        merging.count(consultations_held)
        merging.count(practices_held)
        exported.call(exporting.LISTS, exporting.WORDS, {})
        exported.call(exporting_network.LISTS, exporting_network.WORDS, {})
