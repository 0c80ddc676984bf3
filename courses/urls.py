from django.urls import include, path

from courses import views, views_enrolments, views_name, views_programmes

app_name = "courses"
urlpatterns = [
    path("", include("courses.urls_study")),
    path("programmes/", views_programmes.programmes, name="programmes"),
    path("programmes/<int:pk>/", views_programmes.programme, name="programme"),
    path("programmes/", include("courses.urls_drafts")),
    path("discrepancies/<int:pk>/decide/", views_programmes.decide, name="decide"),
    path("cohorts/", views.cohorts, name="cohorts"),
    path("cohorts/export/", views.cohorts_export, name="cohorts_export"),
    path("cohorts/new/", views.cohort_new, name="cohort_new"),
    path("cohorts/<int:pk>/", views.cohort, name="cohort"),
    path("cohorts/<int:pk>/edit/", views.cohort_edit, name="cohort_edit"),
    path("cohorts/<int:pk>/move/<slug:to>/", views.cohort_move, name="cohort_move"),
    path("cohorts/<int:pk>/ask-names/", views.ask_names, name="ask_names"),
    path("cohorts/<int:pk>/admission/", views_enrolments.admission, name="admission"),
    path("cohorts/<int:pk>/add/", views_enrolments.enrolment_new, name="enrolment_new"),
    path("cohorts/<int:cohort_pk>/import/", include("courses.urls_import")),
    path("enrolments/<int:pk>/", views_enrolments.enrolment, name="enrolment"),
    path("enrolments/<int:pk>/edit/", views_enrolments.enrolment_edit, name="enrolment_edit"),
    path("enrolments/<int:pk>/move/<slug:to>/", views_enrolments.enrolment_move, name="enrolment_move"),
    path("enrolments/<int:pk>/settled/", views_enrolments.objection_settled, name="objection_settled"),
    path("", include("courses.urls_timetable")),
    path("", include("courses.urls_attendance")),
    path("", include("courses.urls_ways")),
    path("my/name/", views_name.confirm_name, name="confirm_name"),
    path("my/consent/withdraw/", views_name.withdraw_consent, name="withdraw_consent"),
]
