from django.urls import path

from assessment.views import gradebook

urlpatterns = [
    path("cohorts/<int:pk>/coursework/", gradebook.gradebook, name="gradebook"),
    path("cohorts/<int:pk>/coursework/cells/", gradebook.cells, name="gradebook_cells"),
    path("cohorts/<int:pk>/coursework/confirm/", gradebook.confirm, name="gradebook_confirm"),
    path("cohorts/<int:pk>/coursework/confirm/undo/", gradebook.confirm_undo, name="gradebook_undo"),
    path("cohorts/<int:pk>/coursework/export/", gradebook.export, name="gradebook_export"),
    path("enrolments/<int:pk>/coursework/", gradebook.coursework, name="coursework"),
]
