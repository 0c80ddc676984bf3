"""Free times, bookings, discussions of cases, and what was agreed."""

from django.urls import path

from postcourse.views import actions, booking, discussions, hours

urlpatterns = [
    path("consultations/hours/", hours.index, name="hours"),
    path("consultations/hours/<int:pk>/", hours.trainer, name="hours_of"),
    path("consultations/hours/<int:pk>/add/", hours.add, name="hours_add"),
    path("consultations/hours/<int:pk>/except/", hours.add_exception, name="hours_except"),
    path("consultations/hours/row/<int:pk>/take-back/", hours.take_back, name="hours_take_back"),
    path("consultations/hours/exception/<int:pk>/take-back/", hours.take_exception_back, name="hours_except_back"),
    path("consultations/<int:pk>/give-up/", booking.give_up, name="consultation_give_up"),
    path("consultations/actions/<int:pk>/done/", actions.done, name="action_done"),
    path("consultations/actions/<int:pk>/reopen/", actions.reopen, name="action_reopen"),
    path("consultations/actions/<int:pk>/drop/", actions.drop, name="action_drop"),
    path("support/<int:pk>/book/", booking.times, name="book"),
    path("support/<int:pk>/book/confirm/", booking.confirm, name="book_confirm"),
    path("discussions/", discussions.index, name="discussions"),
    path("discussions/new/", discussions.new, name="discussion_new"),
    path("discussions/<int:pk>/", discussions.discussion, name="discussion"),
    path("discussions/<int:pk>/join/", discussions.join, name="discussion_join"),
    path("discussions/<int:pk>/change/", discussions.change, name="discussion_change"),
    path("discussions/<int:pk>/cancel/", discussions.cancel, name="discussion_cancel"),
    path("discussions/<int:pk>/record/", discussions.record, name="discussion_record"),
]
