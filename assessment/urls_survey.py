"""The readiness survey: under `my/` for the participant, of a cohort and of all for the organiser."""

from django.urls import path

from assessment.views import survey, survey_report

urlpatterns = [
    path("my/survey/", survey.my_survey, name="my_survey"),
    path("my/survey/<int:pk>/<slug:kind>/", survey.survey_start, name="survey_start"),
    path("my/survey/<int:pk>/<slug:kind>/agree/", survey.survey_agree, name="survey_agree"),
    path("my/survey/<int:pk>/<slug:kind>/withdraw/", survey.survey_withdraw, name="survey_withdraw"),
    path("my/survey/<int:pk>/<slug:kind>/<slug:section>/", survey.survey_section, name="survey_section"),
    path("survey/", survey_report.report, name="survey_report"),
    path("survey/export/", survey_report.export, name="survey_export"),
    path("cohorts/<int:pk>/survey/", survey_report.cohort_survey, name="cohort_survey"),
    path("cohorts/<int:pk>/survey/<slug:kind>/days/", survey_report.wave_days, name="survey_days"),
    path("cohorts/<int:pk>/survey/<slug:kind>/switch/", survey_report.wave_switch, name="survey_switch"),
]
