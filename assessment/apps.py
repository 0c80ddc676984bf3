from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentConfig(AppConfig):
    name = "assessment"

    def ready(self) -> None:
        from assessment import retaking
        from assessment.clashing import defences_meanwhile
        from assessment.completing import days_not_closed
        from assessment.dossier import results_of
        from assessment.leaving import DEFENCES
        from assessment.publishing import appointments_of
        from assessment.survey_export import LISTS, WORDS
        from courses import alternatives, calendar_feed, clashes, completing, leaving
        from people import dossier, exported, merging

        exported.call(
            {
                "protocol": _("Protocol"),
                "addendum": _("Protocol of a session on an appeal or a correction"),
                "gradebook": _("Coursework points"),
            },
            {},
            {},
        )
        exported.call(LISTS, WORDS, {})
        calendar_feed.also(appointments_of)
        clashes.watch(defences_meanwhile)
        completing.wait_for(days_not_closed)
        leaving.follow(DEFENCES)
        alternatives.watch(retaking.planned_again)
        merging.guard(retaking.two_ways)
        dossier.add(results_of)
