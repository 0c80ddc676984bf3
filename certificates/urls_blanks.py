from django.urls import path

from certificates.views import blank_printing, blanks, printers

urlpatterns = [
    path("", blanks.blanks, name="blanks"),
    path("receive/", blanks.receive, name="blanks_receive"),
    path("piles/<int:pk>/", blanks.pile, name="pile"),
    path("piles/<int:pk>/put-back/", blanks.put_back, name="put_back"),
    path("piles/<int:pk>/take-back/", blanks.take_back, name="take_back"),
    path("write-off/", blanks.write_off, name="write_off"),
    path("acts/<int:pk>/pdf/", blanks.act, name="act"),
    path("print/", blank_printing.print_choose, name="print_choose"),
    path("print/check/", blank_printing.print_check, name="print_check"),
    path("jobs/<int:pk>/", blank_printing.print_job, name="print_job"),
    path("jobs/<int:pk>/pdf/", blank_printing.job_pages, name="job_pages"),
    path("jobs/<int:pk>/confirm/", blank_printing.job_confirm, name="job_confirm"),
    path("jobs/<int:pk>/give-up/", blank_printing.job_give_up, name="job_give_up"),
    path("printers/", printers.printers, name="printers"),
    path("printers/new/", printers.printer, name="printer_new"),
    path("printers/<int:pk>/", printers.printer, name="printer"),
    path("printers/<int:pk>/calibration/pdf/", printers.calibration, name="calibration"),
]
