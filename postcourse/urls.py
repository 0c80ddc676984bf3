from django.urls import URLPattern, URLResolver, include, path

from postcourse.urls_booking import urlpatterns as booking
from postcourse.views import consultation, listing, plans

app_name = "postcourse"
urlpatterns: list[URLPattern | URLResolver] = [
    *booking,
    path("consultations/", listing.consultations, name="consultations"),
    path("consultations/export/", listing.consultations_export, name="consultations_export"),
    path("consultations/<int:pk>/", consultation.consultation, name="consultation"),
    path("consultations/<int:pk>/confirm/", consultation.confirm, name="consultation_confirm"),
    path("consultations/<int:pk>/time/", consultation.move, name="consultation_move"),
    path("consultations/<int:pk>/record/", consultation.record, name="consultation_record"),
    path("consultations/<int:pk>/place/", consultation.arrange, name="consultation_place"),
    path("consultations/<int:pk>/cancel/", consultation.cancel, name="consultation_cancel"),
    path("consultations/<int:pk>/calendar.ics", consultation.calendar_file, name="consultation_calendar"),
    path("", include("postcourse.urls_plan")),
    path("", include("postcourse.urls_network")),
    path("cohorts/<int:pk>/support/", plans.cohort_support, name="cohort_support"),
    path("cohorts/<int:pk>/support/assign/", plans.assign, name="assign"),
    path("webinars/", include("postcourse.urls_webinars")),
    path("", include("postcourse.urls_implementation")),
    path("", include("postcourse.urls_scheduler")),
    path("", include("postcourse.urls_report")),
]
