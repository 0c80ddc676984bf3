"""The holder shows their document to somebody: an address, and the few words that go with it."""

from __future__ import annotations

from urllib.parse import quote

from django.utils.translation import gettext as _

from certificates.models import Document


def letter_about(document: Document, address: str) -> str:
    """A link that opens a letter to nobody yet; it holds the number and the public address, and nothing else."""
    subject = f"{document.get_kind_display()} №\xa0{document}"
    text = _("What the document № %(number)s is worth today can be checked here, without signing in:") % {
        "number": document
    }
    return f"mailto:?subject={quote(subject)}&body={quote(chr(10).join((text, address, '')))}"
