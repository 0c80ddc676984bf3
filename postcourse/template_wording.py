"""A template of support in words: what it promises line by line, and what is different from another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people import charts
from postcourse.template_content import TemplateContent
from postcourse.template_days import (
    CONTACT,
    MILESTONE,
    TARGETED,
    WEBINAR,
    PromisedDay,
    analysis_day,
    days_of,
    milestone_days,
    webinar_monday,
)


@dataclass(frozen=True)
class Promise:
    """One line of a template: what, when; `days` are the dates for somebody whose issue date is known."""

    label: str
    words: str
    days: str = ""


@dataclass(frozen=True)
class Difference:
    label: str
    was: str
    becomes: str


def promises(content: TemplateContent, issued_on: date | None = None) -> list[Promise]:
    """The lines in the order in which they are met; with an issue date, the dates of what has some."""
    return [
        Promise(_("Contacts"), _after(content.months)),
        Promise(_("Weak criteria"), _weak(content)),
        Promise(_("Webinar of the cohort"), _webinar(content), _week(content, issued_on)),
        Promise(_("Milestones of the project"), _after(content.milestone_months), _milestones(content, issued_on)),
        Promise(
            _("Analysis of the results"),
            _after([content.analysis_month]),
            _short(analysis_day(content, issued_on)) if issued_on else "",
        ),
    ]


def differences(was: TemplateContent, becomes: TemplateContent) -> list[Difference]:
    """The lines that say something else."""
    pairs = zip(promises(was), promises(becomes), strict=True)
    return [Difference(old.label, old.words, new.words) for old, new in pairs if old.words != new.words]


def preview(content: TemplateContent, issued_on: date) -> list[charts.Moment]:
    """The way of somebody whose certificate is issued on that day, for the picture."""
    return [charts.Moment(each.day, _title(each), note=_note(each)) for each in days_of(content, issued_on)]


def _after(months: Iterable[int]) -> str:
    numbers = [str(month) for month in months]
    if not numbers:
        return _("none")
    if len(numbers) == 1:
        return ngettext("after %(n)s month", "after %(n)s months", int(numbers[0])) % {"n": numbers[0]}
    words = ngettext("after %(first)s and %(n)s month", "after %(first)s and %(n)s months", int(numbers[-1]))
    return words % {"first": ", ".join(numbers[:-1]), "n": numbers[-1]}


def _weak(content: TemplateContent) -> str:
    if not content.weak_percent:
        return _("no consultation of their own")
    every, after = content.targeted_every_weeks, content.targeted_after_weeks
    opening = _("a consultation for each criterion below %(percent)s %% of its maximum") % {
        "percent": content.weak_percent
    }
    first = (
        ngettext("the first after %(n)s week", "the first after %(n)s weeks", after) % {"n": after}
        if after
        else _("the first as soon as possible")
    )
    then = ngettext("then one a week", "then one in %(n)s weeks", every) % {"n": every}
    return f"{opening}; {first}, {then}"


def _webinar(content: TemplateContent) -> str:
    week = content.webinar_week
    if week is None:
        return _("none")
    return ngettext("%(n)s week after the issue date", "%(n)s weeks after the issue date", week) % {"n": week}


def _week(content: TemplateContent, issued_on: date | None) -> str:
    monday = webinar_monday(content, issued_on) if issued_on else None
    return _("in the week of %(day)s") % {"day": _short(monday)} if monday else ""


def _milestones(content: TemplateContent, issued_on: date | None) -> str:
    return ", ".join(_short(day) for _month, day in milestone_days(content, issued_on)) if issued_on else ""


def _title(each: PromisedDay) -> str:
    if each.kind == CONTACT:
        return _("Contact")
    if each.kind == TARGETED:
        return _("Consultation on a weak criterion")
    if each.kind == WEBINAR:
        return _("Webinar of the cohort")
    return _("Milestone of the project") if each.kind == MILESTONE else _("Analysis of the results")


def _note(each: PromisedDay) -> str:
    if each.kind == TARGETED:
        return _("an example: there are as many as weak criteria")
    if each.kind == WEBINAR:
        return _("some day of the week that begins here")
    return _after([each.n])


def _short(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")
