"""The message that a document is there, in the language of the person; it goes out through the outbox."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from certificates.models import Document
from people.outbox import Letter, addresses_of, post_all

KIND = "document-issued"


def announce(documents: list[Document]) -> None:
    """One message a document; who has no address of their own gets it from the organiser on paper."""
    addresses = addresses_of(document.person for document in documents)
    post_all((_letter(each, addresses[each.person.pk]) for each in documents), addresses=addresses)


def _letter(document: Document, address: str) -> Letter:
    person = document.person
    with override(person.language):
        return Letter(
            cause=f"{KIND}:{document.pk}",
            kind=KIND,
            language=person.language,
            subject=_subject(document),
            text=_text(document, address),
            person=person,
        )


def _subject(document: Document) -> str:
    if document.kind == Document.Kind.SUPPORT:
        return _("Your statement of completed post-course support № %(number)s") % {"number": document}
    if document.kind == Document.Kind.STATEMENT:
        return _("Your statement of attendance № %(number)s") % {"number": document}
    return _("Your certificate № %(number)s") % {"number": document}


def _text(document: Document, address: str) -> str:
    check = f"{settings.SITE_URL}{reverse('certificates:verdict', args=[document.code])}"
    if document.batch is not None and document.batch.replaces_id is not None:
        opening = (
            _("A duplicate was issued to you.")
            if document.kind == Document.Kind.DUPLICATE
            else _("A corrected document was issued to you.")
        )
    elif document.result.supersedes_id and document.kind != Document.Kind.SUPPORT:
        opening = _("The commission has decided on your result once more, so a new document was issued to you.")
    elif document.kind == Document.Kind.SUPPORT:
        opening = _("You have completed the support after the course, and a statement of it was issued to you.")
    elif document.kind == Document.Kind.STATEMENT:
        opening = _("The final assessment was not passed this time, so a statement of attendance was issued to you.")
    else:
        opening = _("Congratulations! You have passed the final assessment, and your certificate has been issued.")
    others = _("Anybody can check it here, without signing in:")
    specimen = _("This is a specimen, made to try the system out: it confirms nothing.")
    parts = [
        _("Dear %(name)s,") % {"name": document.person.full_name},
        opening,
        *_of_the_earlier(document),
        *([specimen] if document.is_specimen else []),
        _how_to_get_it(document, address),
        f"{others}\n{check}",
    ]
    return "\n\n".join(parts)


def _of_the_earlier(document: Document) -> list[str]:
    """What has become of the document before it."""
    if old := document.supersedes:
        if old.kind in (Document.Kind.STATEMENT, Document.Kind.SUPPORT):
            said = _("It takes the place of the statement № %(number)s, which is no longer in force.")
        else:
            said = _("It takes the place of the certificate № %(number)s, which is no longer in force.")
        return [said % {"number": old}]
    if document.result.supersedes_id is None or document.kind == Document.Kind.SUPPORT:
        return []
    earlier = Document.objects.of_results().filter(
        result__attempt=document.result.attempt_id, standing__state="revoked"
    )
    revoked = earlier.exclude(kind=Document.Kind.STATEMENT).order_by("-created_at", "-pk").first()
    return [_("The certificate № %(number)s is revoked.") % {"number": revoked}] if revoked else []


def _how_to_get_it(document: Document, address: str) -> str:
    """Who cannot sign in, for want of an address of their own, is sent to no page that asks for it."""
    if not address:
        return _("The organiser of your course gives it to you on paper.")
    look = _("Look at it and download it:")
    return f"{look}\n{settings.SITE_URL}{reverse('certificates:mine', args=[document.pk])}"
