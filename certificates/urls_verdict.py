"""Beside the verdict: its receipt, reports of forgery, and what the holder decides of their own document."""

from django.urls import path

from certificates.views import forgery, holder, receipt

urlpatterns = [
    path("verify/receipt", receipt.receipt, name="receipt"),
    path("verify/receipt.pdf", receipt.receipt_file, name="receipt_pdf"),
    path("verify/forgery", forgery.report_forgery, name="report_forgery"),
    path("verify/forgery/sent", forgery.forgery_sent, name="forgery_sent"),
    path("forgeries/", forgery.forgeries, name="forgeries"),
    path("forgeries/<int:pk>/", forgery.forgery, name="forgery"),
    path("forgeries/<int:pk>/file/", forgery.forgery_file, name="forgery_file"),
    path("forgeries/<int:pk>/forget/", forgery.forgery_forget, name="forgery_forget"),
    path("documents/<int:pk>/name/hide/", holder.hide_name, name="hide_name"),
    path("documents/<int:pk>/name/show/", holder.show_name, name="show_name"),
]
