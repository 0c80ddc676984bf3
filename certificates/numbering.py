"""An organiser chooses how the numbers of a series are written, for documents that are issued from then on."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from certificates.models import NumberFormat
from certificates.numbers import DEFAULTS, SPECIMEN_PREFIX, counter_of, patterns_ever, written
from certificates.patterns import LONGEST, WIDEST, Pattern, flaw_of, look
from courses.models import Counter
from courses.numbering import next_numbers
from people.models import User
from people.paper import unprintable


@transaction.atomic
def set_format(
    series: str, pattern: str, *, by: User, seen: int | None = None, now: datetime | None = None
) -> NumberFormat:
    """From now on the numbers of this series are written so; papers that are issued keep what is printed on them.

    `seen` is the key of the newest format of the series that the page showed, 0 for the one it began with.
    """
    # One change at a time, whatever the series: what one writes, the other would not see.
    next_numbers("number-formats", 0, 1)
    newest = newest_format(series)
    if seen is not None and seen != (newest.pk if newest else 0):
        raise ValidationError(_("Somebody else has changed this format meanwhile: look at it, then change it again."))
    pattern = pattern.strip()
    check_pattern(series, pattern)
    if pattern == (newest.pattern if newest else DEFAULTS[series]):
        raise ValidationError(_("The numbers are written so already."))
    return NumberFormat.objects.create(series=series, pattern=pattern, set_by=by, set_at=now or timezone.now())


def newest_format(series: str) -> NumberFormat | None:
    return NumberFormat.objects.filter(series=series).select_related("set_by").order_by("-pk").first()


def check_pattern(series: str, pattern: str) -> None:
    """It names year and number, and nothing that it writes was or will be written by another series."""
    if flaw := flaw_of(pattern):
        raise ValidationError(_said_of(flaw))
    if letters := unprintable(pattern):
        raise ValidationError(_("The paper's font has no letter “%(letters)s”."), params={"letters": letters})
    chosen = Pattern(pattern)
    if chosen.skeleton.startswith(look(SPECIMEN_PREFIX).rstrip("-")):
        raise ValidationError(_("“%(prefix)s” marks specimens."), params={"prefix": SPECIMEN_PREFIX})
    labels = dict(NumberFormat.Series.choices)
    for other, patterns in patterns_ever().items():
        for used in map(Pattern, patterns):
            if used.skeleton != chosen.skeleton:
                continue
            if other != series:
                said = _("Numbers like these belong to another series, now or earlier: %(series)s. Add a letter.")
                raise ValidationError(said, params={"series": labels[other]})
            if used.number_first != chosen.number_first:
                said = _("With year and number the other way round, a number could repeat one that was given before.")
                raise ValidationError(said)


def examples(series: str, pattern: str, year: int) -> tuple[str, str]:
    """The next number of this year as it would be printed, and that of a specimen."""
    rows = Counter.objects.filter(kind__in=[counter_of(series, is_specimen=each) for each in (False, True)], year=year)
    nexts = dict(rows.values_list("kind", "next"))
    real, specimen = (
        written(pattern, year, nexts.get(counter_of(series, is_specimen=each), 1), is_specimen=each)
        for each in (False, True)
    )
    return real, specimen


def _said_of(flaw: str) -> str:
    sentences = {
        "places": _("Name the year and the running number, each once: {year} or {yy}, and {number} or {number:5}."),
        "width": _("A running number is filled up to %(most)s digits at most.") % {"most": WIDEST},
        "together": _("Put a sign between the year and the running number, or nobody can tell them apart."),
        "alike": _("Beside a digit the letters О, І and З are read as 0, 1 and 3: put a sign between them."),
        "long": _("At most %(most)s letters and signs beside the year and the running number.") % {"most": LONGEST},
        "signs": _("Beside the year and the running number there are letters, hyphens, slashes and dots only."),
    }
    return sentences[flaw]
