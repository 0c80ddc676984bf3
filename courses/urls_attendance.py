"""Attendance of a session, of a cohort and of a participant; included at the root."""

from django.urls import path

from courses import views_attendance as views

urlpatterns = [
    path("cohorts/<int:pk>/attendance/", views.attendance, name="attendance"),
    path("cohorts/<int:pk>/attendance/journal-<slug:language>.pdf", views.journal_pdf, name="journal_pdf"),
    path("cohorts/<int:pk>/attendance/journal-<slug:language>.xlsx", views.journal_xlsx, name="journal_xlsx"),
    path("sessions/<int:pk>/attendance/", views.session_attendance, name="session_attendance"),
    path("sessions/<int:pk>/attendance/all/", views.session_mark_all, name="session_mark_all"),
    path("sessions/<int:pk>/attendance/<int:enrolment_pk>/", views.session_mark, name="session_mark"),
    path("enrolments/<int:pk>/attendance/", views.enrolment_attendance, name="enrolment_attendance"),
    path("my/attendance/", views.my_attendance, name="my_attendance"),
]
