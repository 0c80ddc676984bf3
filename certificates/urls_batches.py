from django.urls import URLPattern, path

from certificates.views import bundles

urlpatterns: list[URLPattern] = [
    path("batches/<int:pk>/papers.zip", bundles.of_batch, {"form": "zip"}, name="batch_zip"),
    path("batches/<int:pk>/papers.pdf", bundles.of_batch, {"form": "pdf"}, name="batch_pdf"),
    path("batches/<int:pk>/failed/", bundles.failed, name="failed"),
    path("cohorts/<int:pk>/papers.zip", bundles.of_cohort, {"form": "zip"}, name="cohort_zip"),
    path("cohorts/<int:pk>/papers.pdf", bundles.of_cohort, {"form": "pdf"}, name="cohort_pdf"),
]
