"""What happens to a document after it came into force: events beside an insert-only row (design §3.5)."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from certificates.blanks.carrying import counted_blank, let_go_of_former, take_by_hand
from certificates.models import BlankUse, Document, DocumentEvent, Standing
from certificates.standing import derived, imprint_of, keep
from people.models import User

Event = DocumentEvent.Kind
ReasonClass = DocumentEvent.ReasonClass
State = Standing.State


@transaction.atomic
def restate(document: Document) -> Standing:
    """Derive the standing anew; its revision grows only when something changed, so a cached verdict stays true."""
    row = Standing.objects.select_for_update(of=("self",)).filter(document=document).first()
    fields = derived(document)
    if row is None or row.imprint_id != fields["imprint_id"]:
        keep([imprint_of(document)])
    if row is None:
        return Standing.objects.create(code=document.code, **fields)
    changed = [name for name, value in fields.items() if getattr(row, name) != value]
    if changed:
        for name in changed:
            setattr(row, name, fields[name])
        row.revision += 1
        row.save(update_fields=[*changed, "revision"])
    return row


@transaction.atomic
def revoke(
    document: Document,
    *,
    by: User,
    reason: str,
    reason_class: str = ReasonClass.OTHER,
    on: date | None = None,
    now: datetime | None = None,
) -> DocumentEvent:
    """Take a document out of force, for good: day, class and ground stand on its verification page."""
    row, day = _locked(document), on or _today(now)
    if not reason.strip():
        raise ValidationError(_("Name the ground: the decision, its date and number."))
    if row.state == State.REVOKED:
        day_of = date_format(row.since or day, "SHORT_DATE_FORMAT")
        raise ValidationError(_("This document was revoked on %(day)s already."), params={"day": day_of})
    if row.state == State.SUPERSEDED:
        raise ValidationError(_("This document was replaced: revoke the one that replaced it."))
    _check_day(document, day, _today(now))
    if reason_class not in ReasonClass:
        raise ValidationError(_("Choose why it is revoked."))
    return _write(document, Event.REVOKED, by=by, on=day, reason=reason, reason_class=reason_class, now=now)


@transaction.atomic
def supersede(old: Document, new: Document, *, by: User, now: datetime | None = None) -> DocumentEvent:
    """The new document, issued with its link to the old one, takes the old one's place."""
    row = _locked(old)
    if new.supersedes_id != old.pk:
        raise ValidationError(_("The new document does not say that it replaces № %(old)s."), params={"old": old})
    if row.state != State.IN_FORCE:
        raise ValidationError(_("Only a document in force can be replaced."))
    # The day of the signature, also where the new paper is dated back: until then the old one was in force.
    event = _write(old, Event.SUPERSEDED, by=by, on=_today(now), reason=new.number_text, now=now)
    carry_over(old, new, by=by, now=now)
    return event


@transaction.atomic
def carry_over(old: Document, new: Document, *, by: User, now: datetime | None = None) -> None:
    """What the public does not see of a document it does not see of the one that comes after it: an act of `by`."""
    row = _locked(old)
    for kind, holds in ((Event.WITHHELD, row.withheld), (Event.NAME_HIDDEN, row.name_hidden)):
        if holds:
            _write(new, kind, by=by, on=_today(now), reason=f"№ {old.number_text}", now=now)


@transaction.atomic
def withhold(document: Document, *, by: User, reason: str, now: datetime | None = None) -> DocumentEvent:
    """Answer for this code as for one that does not exist: the right of the person under law № 94-V.

    What it replaced and what replaced it go with it: they name each other in public.
    """
    rows = _locked_chain(document)
    if not reason.strip():
        raise ValidationError(_("Say on whose request: it stays in the register."))
    if rows[document.pk].withheld:
        raise ValidationError(_("This document is withheld already."))
    return _write_on_chain(rows, document, Event.WITHHELD, by=by, reason=reason, now=now)


@transaction.atomic
def show(document: Document, *, by: User, reason: str = "", now: datetime | None = None) -> DocumentEvent:
    """Let the public verify it again, and with it what was withheld because of it."""
    rows = _locked_chain(document)
    if not rows[document.pk].withheld:
        raise ValidationError(_("This document is not withheld."))
    return _write_on_chain(rows, document, Event.SHOWN, by=by, reason=reason, now=now)


@transaction.atomic
def hand_over(document: Document, *, to: str, on: date, by: User, now: datetime | None = None) -> DocumentEvent:
    """The paper was handed to somebody on that day, against a signature."""
    _locked(document)
    if not to.strip():
        raise ValidationError(_("Write to whom the paper was handed."))
    _check_day(document, on, _today(now))
    return _write(document, Event.HANDED_OVER, by=by, on=on, reason=to, now=now)


@transaction.atomic
def record_blank(document: Document, *, series: str, number: str, by: User, now: datetime | None = None) -> BlankUse:
    """Which protected blank carries the document; the newest record counts, a blank is used once."""
    _locked(document)
    series, number = series.strip().upper(), number.strip()
    if not series or not number:
        raise ValidationError(_("A blank has a series and a number."))
    if blank := counted_blank(series, number):
        take_by_hand(blank, document, by=by, now=now)
        series, number = blank.series, blank.number
    return use_blank(document, series=series, number=number, by=by, now=now)


@transaction.atomic
def use_blank(document: Document, *, series: str, number: str, by: User, now: datetime | None = None) -> BlankUse:
    """The row itself, of a blank that was printed on or recorded by hand; a blank that carried it before is let go."""
    _locked(document)
    try:
        with transaction.atomic():
            use = BlankUse.objects.create(
                document=document, series=series, number=number, recorded_by=by, recorded_at=now or timezone.now()
            )
    except IntegrityError:
        taken = BlankUse.objects.select_related("document").get(series=series, number=number)
        raise ValidationError(
            _("The blank %(blank)s carries the document № %(document)s already."),
            params={"blank": taken, "document": taken.document},
        ) from None
    let_go_of_former(document, use, by=by, now=now)
    restate(document)
    return use


def _locked(document: Document) -> Standing:
    """One door at a time: whoever writes an event holds the standing."""
    return Standing.objects.select_for_update(of=("self",)).get(document=document)


def _locked_chain(document: Document) -> dict[int, Standing]:
    """By its document's key the standing of each paper that took another's place, the oldest first."""
    row: Document | None = document
    while row is not None and row.supersedes is not None:
        row = row.supersedes
    rows: dict[int, Standing] = {}
    while row is not None:
        # Held before it is asked what replaced it: nobody replaces it meanwhile.
        rows[row.pk] = _locked(row)
        row = Document.objects.filter(supersedes=row).first()
    return rows


def _write_on_chain(
    rows: dict[int, Standing], document: Document, kind: str, *, by: User, reason: str, now: datetime | None
) -> DocumentEvent:
    """On each paper of which it does not hold yet; the event of this document is given back."""
    differing = [row.document for row in rows.values() if row.withheld != (kind == Event.WITHHELD)]
    events = {each.pk: _write(each, kind, by=by, on=_today(now), reason=reason, now=now) for each in differing}
    return events[document.pk]


def _write(
    document: Document, kind: str, *, by: User, on: date, reason: str, now: datetime | None, reason_class: str = ""
) -> DocumentEvent:
    event = DocumentEvent.objects.create(
        document=document,
        kind=kind,
        happened_on=on,
        reason=reason.strip(),
        reason_class=reason_class,
        by=by,
        at=now or timezone.now(),
    )
    restate(document)
    return event


def _today(now: datetime | None) -> date:
    return timezone.localdate(now) if now else timezone.localdate()


def _check_day(document: Document, day: date, today: date) -> None:
    if not document.issued_on <= day <= today:
        raise ValidationError(_("The day lies between the date of issue and today."))
