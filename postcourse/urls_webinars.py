"""Under /webinars/, included by the others of the support."""

from django.urls import path

from postcourse.views import webinar_guests, webinar_staff, webinars

urlpatterns = [
    path("", webinars.webinars, name="webinars"),
    path("new/", webinar_staff.new, name="webinar_new"),
    path("materials/<int:pk>/", webinars.material_file, name="webinar_file"),
    path("materials/<int:pk>/withdraw/", webinar_staff.material_withdraw, name="webinar_material_withdraw"),
    path("guests/<int:pk>/", webinar_guests.guest_act, name="webinar_guest"),
    path("<int:pk>/", webinars.webinar, name="webinar"),
    path("<int:pk>/register/", webinars.register, name="webinar_register"),
    path("<int:pk>/withdraw/", webinars.withdraw, name="webinar_withdraw"),
    path("<int:pk>/calendar.ics", webinars.calendar, name="webinar_calendar"),
    path("<int:pk>/edit/", webinar_staff.edit, name="webinar_edit"),
    path("<int:pk>/announce/", webinar_staff.announce, name="webinar_announce"),
    path("<int:pk>/cancel/", webinar_staff.cancel, name="webinar_cancel"),
    path("<int:pk>/recording/", webinar_staff.recording, name="webinar_recording"),
    path("<int:pk>/materials/", webinar_staff.material_new, name="webinar_material_new"),
    path("<int:pk>/guests/", webinar_guests.guests, name="webinar_guests"),
    path("<int:pk>/attendance/", webinar_guests.attendance, name="webinar_attendance"),
]
