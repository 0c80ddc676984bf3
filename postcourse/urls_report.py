from django.urls import path

from postcourse.views import support_report as report

urlpatterns = [
    path("consultations/report/", report.support_report, name="report"),
    path("consultations/report/<slug:language>.pdf", report.report_on_paper, name="report_pdf"),
    path("consultations/report/<slug:language>.xlsx", report.report_as_book, name="report_xlsx"),
    path("cohorts/<int:pk>/support/report/", report.support_report, name="cohort_report"),
    path("cohorts/<int:pk>/support/report/<slug:language>.pdf", report.report_on_paper, name="cohort_report_pdf"),
    path("cohorts/<int:pk>/support/report/<slug:language>.xlsx", report.report_as_book, name="cohort_report_xlsx"),
]
