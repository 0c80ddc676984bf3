"""In which capacity somebody signs: by the dates of office, today's and those of the day that stands on the paper."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from people.models import Signatory, User


def signatory_of(user: User, *, issued_on: date, today: date) -> Signatory:
    """In office today, and on the date of issue; of two offices the later one, and the head's own before an acting."""
    in_office = list(Signatory.objects.filter(user=user).in_office(today).order_by("-since", "is_acting", "pk"))
    for signatory in in_office:
        if signatory.since <= issued_on:
            return signatory
    if in_office:
        raise ValidationError(
            _("The date of issue, %(day)s, is before you took office: the organiser prepares it with a later date."),
            params={"day": _written(issued_on)},
        )
    raise ValidationError(_why_not(user, today))


def likely_signatory(user: User, today: date) -> Signatory | None:
    """Whose name a preview shows: the reader's own, if they are in office, else that of whoever is."""
    in_office = Signatory.objects.in_office(today)
    return in_office.filter(user=user).order_by("-since", "is_acting", "pk").first() or in_office.first()


def beside(signatory: Signatory, today: date) -> list[str]:
    """Who else holds the head's office today: while one of them is away, the other signs."""
    others = Signatory.objects.in_office(today).filter(is_acting=not signatory.is_acting)
    if signatory.is_acting:
        said = _("%(name)s, the head, is on record as in office today, too: sign while the head is away.")
    else:
        said = _("%(name)s acts for the head today (%(until)s): sign only if you are not away.")
    rows = others.exclude(user=signatory.user_id).order_by("-since", "pk")
    return [said % {"name": other.name, "until": _until(other)} for other in rows]


def _until(signatory: Signatory) -> str:
    if signatory.until is None:
        return _("no last day is on record")
    return _("through %(day)s") % {"day": _written(signatory.until)}


def _why_not(user: User, today: date) -> str:
    """What is on record of them instead of an office today."""
    offices = Signatory.objects.filter(user=user)
    if begins := offices.filter(since__gt=today).order_by("since").first():
        return _("You take office on %(day)s: before it somebody else signs.") % {"day": _written(begins.since)}
    ended = offices.order_by("-until").first()
    if ended is None or ended.until is None:
        return _("You are not recorded as a signatory in office today: the organiser enters it.")
    names = ", ".join(other.name for other in Signatory.objects.in_office(today))
    about = {"day": _written(ended.until), "names": names}
    if not names:
        return _("Your office ended on %(day)s, and nobody is in office today: the organiser enters who is.") % about
    return _("Your office ended on %(day)s. In office today: %(names)s.") % about


def _written(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")
