"""Finding documents in the register: by number, code, name, IIN, blank or cohort; by kind, year, series and standing.

The register holds millions. Whatever is looked for is found through an index first and sorted afterwards; what stands
on a page is read in the order of an index; and nothing is counted further than COUNTED.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from certificates.codes import is_valid, normalise
from certificates.models import BlankUse, Document, Standing
from certificates.models.document import DocumentQuerySet
from certificates.numbers import SERIES as SERIES_OF
from certificates.numbers import SPECIMEN_PREFIX, patterns_ever
from certificates.patterns import Pattern, look
from courses.models import Cohort
from people.models import Person
from people.names import fold

State = Standing.State
Keys = QuerySet[Document, int]
NUMBER = re.compile(r"(\d{4})\s*[-–—/]\s*0*(\d{1,9})\s*$")
BLANK = re.compile(r"(?P<series>[^\W\d]{1,10})?[\s№-]*(?P<number>\d{3,20})")
KINDS = tuple(Document.Kind.values)
SERIES = ("real", "specimen")
PAGE = 50
# So many cohorts are looked through by name; documents of older ones are found by year, number or name.
COHORTS = 2_000
NEWEST = ("-issued_on", "-is_specimen", "-number", "-pk")
# As far as documents are counted, and as far as they can be leafed through: whoever has more narrows them.
COUNTED = 10_000


@dataclass(frozen=True)
class Asked:
    """What the register was asked for; anything unknown is as if nothing was asked."""

    words: str = ""
    kind: str = ""
    series: str = ""
    state: str = ""
    year: int | None = None
    cohort: int | None = None

    @property
    def is_narrowed(self) -> bool:
        return self != Asked()


@dataclass(frozen=True)
class Page:
    """Some documents of a list that nobody has counted to its end."""

    rows: list[Document]
    number: int
    has_next: bool

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def first(self) -> int:
        return (self.number - 1) * PAGE + 1

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1

    @property
    def is_the_end(self) -> bool:
        """There may be more, but they are found by narrowing the list, not by leafing on."""
        return self.number * PAGE >= COUNTED


def standings(today: date) -> dict[str, Q]:
    """The filters of the register. Expiry is asked of the day, not stored."""
    # What is in force has no day on which it went out of force. Asked so, a database goes on reading the newest first.
    in_force, soon = Q(standing__since=None), today + timedelta(days=settings.EXPIRES_SOON_DAYS)
    return {
        "in_force": in_force & ~Q(valid_through__lt=today),
        "expires_soon": in_force & Q(valid_through__gte=today, valid_through__lte=soon),
        "expired": in_force & Q(valid_through__lt=today),
        "revoked": Q(standing__state=State.REVOKED),
        "superseded": Q(standing__state=State.SUPERSEDED),
        "withheld": Q(standing__withheld=True),
    }


def find(asked: Asked) -> DocumentQuerySet:
    """Whatever its state."""
    rows = Document.objects.all()
    if asked.kind in KINDS:
        rows = rows.filter(kind=asked.kind)
    if asked.series in SERIES:
        rows = rows.filter(is_specimen=asked.series == "specimen")
    if asked.year is not None:
        rows = rows.filter(issued_on__range=(date(asked.year, 1, 1), date(asked.year, 12, 31)))
    if asked.cohort is not None:
        rows = rows.filter(pk__in=_of_cohorts([asked.cohort]))
    if asked.words.strip():
        rows = rows.filter(pk__in=_matching(asked.words.strip()))
    return rows


def listed(asked: Asked, today: date) -> DocumentQuerySet:
    """The newest first; what expires soon by its last day, and what has expired by it, too, the latest first."""
    rows, filters, few = find(asked).for_list(), standings(today), _few()
    if asked.state in few:
        return rows.filter(pk__in=few[asked.state].order_by().values("document"))
    if asked.state not in filters:
        return rows
    order = {"expires_soon": ("valid_through", "pk"), "expired": ("-valid_through", "-pk")}.get(asked.state)
    rows = rows.filter(filters[asked.state])
    return rows.order_by(*order) if order else rows


def page_of(rows: DocumentQuerySet, number: int) -> Page:
    number = min(max(number, 1), max(COUNTED // PAGE, 1))
    start = (number - 1) * PAGE
    found = list(rows[start : start + PAGE + 1])
    return Page(found[:PAGE], number, has_next=len(found) > PAGE and number * PAGE < COUNTED)


def counts(asked: Asked, today: date) -> dict[str, int | None]:
    """How many stand under each filter, in one query; where there are more than COUNTED, nobody knows how many."""
    each = {name: Count("pk", filter=condition) for name, condition in standings(today).items()}
    # In the order of the list, so that the same index is read.
    found = find(asked).order_by(*NEWEST)[: COUNTED + 1].aggregate(total=Count("pk"), **each)
    return {**dict.fromkeys(each), "total": COUNTED} if found["total"] > COUNTED else dict(found)


def _few() -> dict[str, QuerySet[Standing]]:
    """Few among millions, each found by an index of its own: what is out of force has its day."""
    out_of_force = Standing.objects.filter(since__isnull=False)
    return {
        "revoked": out_of_force.filter(state=State.REVOKED),
        "superseded": out_of_force.filter(state=State.SUPERSEDED),
        "withheld": Standing.objects.filter(withheld=True),
    }


def _matching(words: str) -> list[int]:
    """The keys of what these words say: a code or a number says it alone, anything else may be a name or a blank.

    Each is asked for by itself and read at once: of several joined, a database would go through the whole register.
    """
    if is_valid(code := normalise(words)):
        return list(_keys(Q(code=code)))
    number, is_all = _number(words)
    numbered = list(_keys(number)[: COUNTED + 1]) if number is not None else []
    if numbered and is_all:
        return numbered
    people = list(Person.objects.search(words).order_by().values_list("pk", flat=True)[: COUNTED + 1])
    found = [_keys(Q(person__in=people)), _of_cohorts(_cohorts(words)), _on_blanks(words)]
    return [*numbered, *(key for keys in found for key in keys[: COUNTED + 1])][: COUNTED + 1]


def _on_blanks(words: str) -> QuerySet[BlankUse, int]:
    blank = BLANK.fullmatch(words)
    if blank is None:
        return BlankUse.objects.none().values_list("document", flat=True)
    used = BlankUse.objects.filter(number=blank["number"])
    used = used.filter(series=blank["series"].upper()) if blank["series"] else used
    return used.order_by().values_list("document", flat=True)


def _keys(condition: Q) -> Keys:
    return Document.objects.filter(condition).order_by().values_list("pk", flat=True)


def _of_cohorts(cohorts: list[int]) -> Keys:
    return _keys(Q(result__attempt__enrolment__cohort__in=cohorts))


def _number(words: str) -> tuple[Q | None, bool]:
    """Typed as it is printed, by whatever format, with or without its zeros, or only the year and the number.

    And whether that is all that was typed: what only ends like a number may as well be the name of a cohort.
    """
    typed = look(words).lstrip("№ ").replace("–", "-").replace("—", "-")
    typed = typed.removeprefix(look(SPECIMEN_PREFIX))
    found = [
        (its, read)
        for its, patterns in patterns_ever().items()
        for pattern in patterns
        if (read := Pattern(pattern).read(typed))
    ]
    kinds_of = [([kind for kind, series in SERIES_OF.items() if series == its], read) for its, read in found]
    if (bare := NUMBER.search(typed)) and (not found or bare[0] == typed):
        kinds_of.append((list(KINDS), (int(bare[1]), int(bare[2]))))
    is_all = bool(found) or (bare is not None and bare[0] == typed)
    given = [Q(kind__in=kinds, is_specimen__in=[True, False], year=y, number=n) for kinds, (y, n) in kinds_of]
    return (reduce(or_, given) if given else None), is_all


def _cohorts(words: str) -> list[int]:
    """Of the newest cohorts by a part of the name; folded here, because databases fold Kazakh letters differently."""
    wanted = fold(words)
    newest = Cohort.objects.order_by("-starts_on", "-pk").values_list("pk", "name")[:COHORTS]
    return [pk for pk, name in newest if wanted and wanted in fold(name)]
