"""The import of a list; included under `cohorts/<int:cohort_pk>/import/`."""

from django.urls import path

from courses import views_import

urlpatterns = [
    path("", views_import.upload, name="import_upload"),
    path("template.xlsx", views_import.template, name="import_template"),
    path("<int:pk>/", views_import.check, name="import_check"),
    path("<int:pk>/columns/", views_import.columns, name="import_columns"),
    path("<int:pk>/admit/", views_import.admit, name="import_admit"),
    path("<int:pk>/discard/", views_import.discard, name="import_discard"),
    path("<int:pk>/rejected.xlsx", views_import.rejected, name="import_rejected"),
]
