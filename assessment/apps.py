from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentConfig(AppConfig):
    name = "assessment"

    def ready(self) -> None:
        from assessment.clashing import defences_meanwhile
        from assessment.completing import days_not_closed
        from assessment.leaving import DEFENCES
        from assessment.survey_export import LISTS, WORDS
        from courses import clashes, completing, leaving
        from people import exported

        exported.call({"protocol": _("Protocol")}, {}, {})
        exported.call(LISTS, WORDS, {})
        clashes.watch(defences_meanwhile)
        completing.wait_for(days_not_closed)
        leaving.follow(DEFENCES)
