"""What must hold after everything has died: counted in the register, on the disk and at the mail server."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.core.files.storage import default_storage

from certificates import checking
from certificates.announcing import KIND
from certificates.models import Document, DocumentFile, RenderJob
from people.models import OutboxMessage
from tests.mail_server import MailServer


def contradictions(papers: int, server: MailServer) -> Iterator[str]:
    """Sentences on whatever is lost, doubled or not as recorded; none where all is whole."""
    yield from _differs("documents", Document.objects.count(), papers)
    yield from _differs("codes", Document.objects.values("code").distinct().count(), papers)
    for kind in Document.objects.order_by().values_list("kind", flat=True).distinct():
        numbers = sorted(Document.objects.filter(kind=kind).values_list("number", flat=True))
        if numbers != list(range(1, len(numbers) + 1)):
            yield f"the numbers of each {kind} are not 1 to {len(numbers)}"
    yield from _differs("PDFs", DocumentFile.objects.count(), papers)
    yield from _differs("finished jobs", RenderJob.objects.filter(state=RenderJob.State.DONE).count(), papers)
    # Gaps, digests of the stored bytes, standings.
    yield from checking.problems()
    messages = OutboxMessage.objects.filter(kind=KIND)
    yield from _differs("messages", messages.count(), papers)
    yield from _differs("messages sent", messages.filter(state=OutboxMessage.State.SENT).count(), papers)
    ids = set(messages.values_list("message_id", flat=True))
    yield from _differs("Message-IDs", len(ids), papers)
    yield from _differs("Message-IDs that arrived", len(ids & set(server.message_ids)), papers)
    yield from _differs("Message-IDs of nobody", len(set(server.message_ids) - ids), 0)
    if wrong := sum(to != str(letter["To"]) for (to, _raw), letter in zip(server.taken, server.letters, strict=True)):
        yield f"{wrong} letters went to another address than stands on them"


def repeated(server: MailServer) -> int:
    """Letters that came once more under their own Message-ID: what design §3.7 allows and a mail client shows once."""
    return sum(Counter(server.message_ids).values()) - len(set(server.message_ids))


def left_behind() -> int:
    """Stored bytes that no row names: a worker died between the two, and the PDF was made once more."""
    named = set(DocumentFile.objects.values_list("key", flat=True))
    return len(set(_files("documents")) - named)


def _files(folder: str) -> Iterator[str]:
    folders, files = default_storage.listdir(folder)
    yield from (f"{folder}/{name}" for name in files)
    for each in folders:
        yield from _files(f"{folder}/{each}")


def _differs(what: str, found: int, wanted: int) -> Iterator[str]:
    if found != wanted:
        yield f"{found} {what}, not {wanted}"
