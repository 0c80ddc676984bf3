from django.urls import path

from certificates.views import support

urlpatterns = [
    path("cohorts/<int:pk>/certificates/support/", support.support, name="support"),
    path("batches/<int:pk>/support/<int:enrolment>/", support.preview, name="support_preview"),
]
