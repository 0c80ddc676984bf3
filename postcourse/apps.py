from django.apps import AppConfig


class PostcourseConfig(AppConfig):
    name = "postcourse"

    def ready(self) -> None:
        from assessment import what_next
        from certificates import beside, lacking
        from courses import calendar_feed, clashes
        from people import dossier, exported, merging
        from postcourse import exporting, exporting_network, renewal_exporting, renewal_link
        from postcourse.clashing import consultations_meanwhile
        from postcourse.consultation_feed import consultations_of
        from postcourse.dossier import consultations, consultations_held
        from postcourse.dossier_implementation import projects
        from postcourse.held_network import practices_held
        from postcourse.own_plan import plan_of
        from postcourse.unfinished import unfinished
        from postcourse.webinar_dossier import webinars
        from postcourse.webinar_feed import webinars_of
        from postcourse.webinar_held import webinars_held

        dossier.add(consultations)
        dossier.add(webinars)
        dossier.add(projects)
        what_next.offer(plan_of)
        merging.count(consultations_held)
        merging.count(webinars_held)
        merging.count(practices_held)
        calendar_feed.also(webinars_of)
        calendar_feed.also(consultations_of)
        clashes.watch(consultations_meanwhile)
        exported.call(exporting.LISTS, exporting.WORDS, {})
        exported.call(exporting_network.LISTS, exporting_network.WORDS, {})
        exported.call(renewal_exporting.LISTS, renewal_exporting.WORDS, {})
        beside.offer(renewal_link.of_register)
        lacking.tell(unfinished)
