from django.urls import path

from certificates.views import journal, listing, numbers

urlpatterns = [
    path("", listing.register, name="register"),
    path("export/", listing.register_export, name="register_export"),
    path("journal/", journal.journal, name="journal"),
    path("journal/<slug:language>.pdf", journal.journal_pdf, name="journal_pdf"),
    path("journal/<slug:language>.xlsx", journal.journal_xlsx, name="journal_xlsx"),
    path("numbers/", numbers.numbers, name="numbers"),
    path("numbers/<slug:series>/", numbers.number_format, name="number_format"),
]
