"""The timetable, its sessions and the calendar; included at the root."""

from django.urls import path

from courses import views_calendar, views_timetable

urlpatterns = [
    path("cohorts/<int:pk>/timetable/", views_timetable.timetable, name="timetable"),
    path("cohorts/<int:pk>/timetable/generate/", views_timetable.generate, name="timetable_generate"),
    path("cohorts/<int:pk>/timetable/new/", views_timetable.session_new, name="session_new"),
    path("cohorts/<int:pk>/timetable/clashes/", views_timetable.session_clashes, name="session_clashes"),
    path("cohorts/<int:pk>/timetable/<slug:language>.pdf", views_calendar.timetable_pdf, name="timetable_pdf"),
    path("sessions/<int:pk>/", views_timetable.session, name="session"),
    path("sessions/<int:pk>/delete/", views_timetable.session_delete, name="session_delete"),
    path("days-off/", views_calendar.days_off, name="days_off"),
    path("days-off/<int:pk>/take-back/", views_calendar.day_take_back, name="day_take_back"),
    path("my/sessions/", views_calendar.my_sessions, name="my_sessions"),
    path("my/timetable/", views_calendar.my_timetable, name="my_timetable"),
    path("my/course/", views_calendar.my_course, name="my_course"),
    path("my/calendar/", views_calendar.new_address, name="calendar_address"),
    path("calendar/<str:token>.ics", views_calendar.feed, name="calendar_feed"),
]
