"""Documents on their way to blanks: laid out, printed, and confirmed page by page; a crash leaves the job open."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from hashlib import sha256
from typing import cast

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from certificates import registering
from certificates.blanks.carrying import require_same_kind
from certificates.blanks.moving import State, move
from certificates.blanks.pages import render_on_blanks
from certificates.blanks.stock import next_blanks
from certificates.models import Blank, BlankPile, BlankUse, Document, Printer, PrintJob, PrintSheet, Standing
from certificates.models.document import DocumentQuerySet
from certificates.snapshot import Snapshot, design_of
from people.alphabet import kazakh_key
from people.models import User

Outcome = PrintSheet.Outcome
MOST = 50  # pages of one job: as many sheets of heavy paper as lie well in a tray
ON_BLANKS = (Document.Kind.CERTIFICATE, Document.Kind.DUPLICATE)


def without_blank() -> DocumentQuerySet:
    """Certificates in force that no blank carries and that are not on their way to one."""
    rows = Document.objects.filter(kind__in=ON_BLANKS, standing__state=Standing.State.IN_FORCE)
    carried = BlankUse.objects.filter(document=OuterRef("pk"))
    waiting = PrintSheet.objects.filter(document=OuterRef("pk"), outcome=Outcome.WAITING)
    return rows.filter(~Exists(carried), ~Exists(waiting))


def in_order(documents: Iterable[Document]) -> list[Document]:
    """As they lie in the pile when they come out of the printer: by the alphabet, those of one name by their number."""
    return sorted(documents, key=lambda each: (kazakh_key(each.snapshot["name"]["full"]), each.number, each.pk))


def words_differ(document: Document, pile: BlankPile) -> bool:
    """The blank has its words in another language than the document."""
    return bool(document.snapshot["language"] != pile.language)


def is_side_by_side(document: Document) -> bool:
    """It has two languages, and there are no blanks with the words of both."""
    return bool(design_of(cast(Snapshot, document.snapshot))["second"])


def laid_out(documents: Sequence[Document], pile: BlankPile) -> list[tuple[Document, Blank]]:
    """Which blank will carry which document; refused where that cannot be."""
    if not documents:
        raise ValidationError(_("Choose whose documents are printed."))
    if len(documents) > MOST:
        raise ValidationError(
            _("These are %(n)s documents: at most %(most)s are printed at a time."),
            params={"n": len(documents), "most": MOST},
        )
    for document in documents:
        require_same_kind(pile, document)
        if is_side_by_side(document):
            raise ValidationError(
                _("The document № %(number)s is in two languages side by side: it is not printed on blanks."),
                params={"number": document},
            )
        if words_differ(document, pile):
            raise ValidationError(
                _("The words on these blanks are in another language than the document № %(number)s."),
                params={"number": document},
            )
    blanks = next_blanks(pile, len(documents))
    if len(blanks) < len(documents):
        raise ValidationError(
            _("The pile has %(left)s blanks left, and these are %(n)s documents."),
            params={"left": len(blanks), "n": len(documents)},
        )
    return list(zip(in_order(documents), blanks, strict=True))


@transaction.atomic
def begin(
    documents: Collection[int], *, pile: BlankPile, printer: Printer, top: str, by: User, now: datetime | None = None
) -> PrintJob:
    """Give each document its blank; `top` is the number that lay on top when the order was looked at."""
    if not printer.is_active:
        raise ValidationError(_("The printer “%(name)s” is not in use any more."), params={"name": printer})
    # Whoever begins another job with this pile waits here.
    pile = BlankPile.objects.select_for_update().get(pk=pile.pk)
    rows = list(without_blank().filter(pk__in=documents))
    if len(rows) != len(set(documents)):
        raise ValidationError(_("Some of these documents have their blank by now: look at the list again."))
    pairs = laid_out(rows, pile)
    if pairs[0][1].number != top:
        raise ValidationError(_("Another blank is on top of the pile by now: look at the list again."))
    job = PrintJob.objects.create(
        pile=pile, printer=printer, offset_x=printer.offset_x, offset_y=printer.offset_y, by=by,
        at=now or timezone.now(),
    )  # fmt: skip
    move([blank for _document, blank in pairs], State.ON_PRESS, by=by, now=job.at)
    try:
        with transaction.atomic():
            PrintSheet.objects.bulk_create(
                PrintSheet(job=job, place=place, document=document, blank=blank)
                for place, (document, blank) in enumerate(pairs, 1)
            )
    except IntegrityError:
        raise ValidationError(_("Some of these documents have their blank by now: look at the list again.")) from None
    return job


def pages(job: PrintJob) -> bytes:
    """The PDF of an open job, from the snapshots: the same bytes each time, or a refusal. Raises PaperUnavailable."""
    if job.state != PrintJob.State.OPEN:
        raise ValidationError(_("This job is closed: its pages are not given out once more."))
    sheets = job.sheets.select_related("document__standing", "blank").order_by("place")
    if not job.sha256:
        _require_in_force([each.document for each in sheets])
    pdf = render_on_blanks(
        [
            (cast(Snapshot, each.document.snapshot), {"series": each.blank.series, "number": each.blank.number})
            for each in sheets
        ],
        offset=(job.offset_x / 10, job.offset_y / 10),
        with_provider=not job.pile.names_provider,
    )
    digest = sha256(pdf).hexdigest()
    PrintJob.objects.filter(pk=job.pk, sha256="").update(sha256=digest)
    if PrintJob.objects.values_list("sha256", flat=True).get(pk=job.pk) != digest:
        raise ValidationError(
            _("The pages would come out otherwise than the first time: give this job up and begin another one.")
        )
    return pdf


def _require_in_force(documents: Iterable[Document]) -> None:
    """Before the pages are given out for the first time: a blank that nobody printed on can still be saved."""
    void = [str(each) for each in documents if each.standing.state != Standing.State.IN_FORCE]
    if void:
        raise ValidationError(
            _("No longer in force: %(numbers)s. Give this job up and begin another one without them."),
            params={"numbers": ", ".join(f"№ {number}" for number in void)},
        )


@transaction.atomic
def confirm(job: PrintJob, *, spoiled: Collection[int], by: User, now: datetime | None = None) -> list[PrintSheet]:
    """How each page came out: whose came out well has its blank; the spoiled sheets, which are returned, have none."""
    at = now or timezone.now()
    sheets = _closed(job, PrintJob.State.CONFIRMED, by=by, at=at)
    if unknown := set(spoiled) - {sheet.pk for sheet in sheets}:
        raise ValidationError(_("%(n)s of these pages are not of this job."), params={"n": len(unknown)})
    bad = [sheet for sheet in sheets if sheet.pk in spoiled]
    good = [sheet for sheet in sheets if sheet.pk not in spoiled]
    move([sheet.blank for sheet in bad], State.SPOILED, by=by, now=at)
    move([sheet.blank for sheet in good], State.CARRIES, by=by, now=at)
    _came_out(bad, Outcome.SPOILED)
    _came_out(good, Outcome.GOOD)
    for sheet in good:
        registering.use_blank(sheet.document, series=sheet.blank.series, number=sheet.blank.number, by=by, now=at)
    return bad


@transaction.atomic
def give_up(job: PrintJob, *, by: User, now: datetime | None = None) -> None:
    """Nothing went through the printer: the blanks lie in their pile as before."""
    at = now or timezone.now()
    sheets = _closed(job, PrintJob.State.GIVEN_UP, by=by, at=at)
    _came_out(sheets, Outcome.UNUSED)
    move([sheet.blank for sheet in sheets], State.IN_STOCK, by=by, now=at)


def _closed(job: PrintJob, state: str, *, by: User, at: datetime) -> list[PrintSheet]:
    """Closed once: whoever comes second is told so."""
    closed = PrintJob.objects.filter(pk=job.pk, state=PrintJob.State.OPEN).update(
        state=state, closed_by=by, closed_at=at
    )
    if not closed:
        raise ValidationError(_("Somebody has closed this job meanwhile."))
    job.refresh_from_db()
    return list(job.sheets.select_related("document", "blank").order_by("place"))


def _came_out(sheets: Iterable[PrintSheet], outcome: str) -> None:
    PrintSheet.objects.filter(pk__in=[sheet.pk for sheet in sheets]).update(outcome=outcome)
