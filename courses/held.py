"""What the courses hold on a human: the places on lists, how each went, the papers, and what they wrote and did."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from courses.held_study import about_upload, attended, handed_in, rated
from courses.list_rows import found_in_lists
from courses.models import (
    Application,
    CalendarFeed,
    CommissionDecision,
    Enrolment,
    EnrolmentEvent,
    EnrolmentPaper,
    ListImport,
    OrderLine,
)
from people.held import Held, Line, changes_of, messages, sentences
from people.human import Human
from people.models import OutboxMessage

CHANGING = (
    "organisation", "position", "agreement_date", "project_type", "project_topic", "confirmed_name", "name_objection",
)  # fmt: skip


def held_on(human: Human, *, own: bool) -> list[Held]:
    """Self-assessments are told to nobody but the person, as the page on which they are written promises."""
    enrolments = Enrolment.objects.filter(person__in=human.keys)
    return [
        Held(_("Applications"), list(_applications(human))),
        Held(_("Rows of uploaded lists"), list(_rows(human, own=own))),
        Held(_("Courses"), list(_courses(enrolments))),
        Held(_("How the courses went"), list(_events(enrolments))),
        Held(_("Earlier entries of the courses"), _earlier(enrolments)),
        Held(_("Documents that were brought"), list(_papers(enrolments))),
        Held(_("Orders"), [*_orders(enrolments), *_decisions(enrolments)]),
        Held(_("Letters to the employer"), messages(letters_about(enrolments))),
        *attended(enrolments),
        *handed_in(enrolments),
        rated(enrolments, own=own),
        Held(_("Private address of the calendar"), list(_feeds(human))),
    ]


def letters_about(enrolments: QuerySet[Enrolment]) -> QuerySet[OutboxMessage]:
    """To the employer, about somebody who was expelled: they are found by the order that caused them."""
    orders = OrderLine.objects.filter(enrolment__in=enrolments, order__kind="expulsion").values_list("order", flat=True)
    return OutboxMessage.objects.filter(cause__in=[f"expulsion:{order}" for order in orders])


def _applications(human: Human) -> Iterator[Line]:
    labels = {
        "surname": _("Surname"), "given_name": _("Given name"), "patronymic": _("Patronymic"), "email": _("E-mail"),
        "phone": _("Phone"), "position": _("Position"), "organisation": _("Place of work"), "bin": _("BIN"),
        "region": _("Region"), "locality": _("City or district"),
    }  # fmt: skip
    rows = Application.objects.filter(person__in=human.keys).select_related("cohort", "settled_by")
    for row in rows.order_by("at", "pk"):
        said = [(labels.get(name, name), value) for name, value in row.said.items()]
        yield Line(row.at, str(row.cohort), sentences(*said, (_("Settled"), row.settled_at), (_("By"), row.settled_by)))


def _rows(human: Human, *, own: bool) -> Iterator[Line]:
    """To somebody who is not of the staff only what has their IIN: the row of a namesake is not theirs to read."""
    found = found_in_lists(human, surely=own)
    lists = ListImport.objects.defer("content").select_related("cohort", "uploaded_by").in_bulk(found)
    for key, rows in found.items():
        listed = lists[key]
        for number, cells in rows:
            where = _("%(file)s, row %(number)s") % {"file": listed.file_name, "number": number}
            facts = (_("Cohort"), listed.cohort), (_("Uploaded by"), listed.uploaded_by)
            yield Line(listed.uploaded_at, where, sentences(*facts, text="; ".join(filter(None, cells))))


def _courses(enrolments: QuerySet[Enrolment]) -> Iterator[Line]:
    rows = enrolments.select_related("cohort", "organisation", "order").order_by("created_at", "pk")
    for row in rows:
        facts = [
            (_("Status"), row.get_status_display()), (_("First day"), row.cohort.starts_on),
            (_("Last day"), row.cohort.ends_on), (_("Place of work"), row.organisation), (_("Position"), row.position),
            (_("Date of the agreement"), row.agreement_date), (_("Order"), row.order),
            (_("Kind of project"), row.get_project_type_display()), (_("Topic of the project"), row.project_topic),
            (_("Name confirmed"), row.name_confirmed_at), (_("Confirmed name"), row.confirmed_name),
            (_("Mistake in the name"), row.name_objection), (_("Decided on"), row.result_date),
        ]  # fmt: skip
        yield Line(row.created_at, str(row.cohort), sentences(*facts))


def _events(enrolments: QuerySet[Enrolment]) -> Iterator[Line]:
    rows = EnrolmentEvent.objects.filter(enrolment__in=enrolments).select_related("enrolment__cohort", "by")
    for row in rows.order_by("at", "pk"):
        facts = (_("Was"), row.get_old_display()), (_("Became"), row.get_new_display()), (_("By"), row.by)
        again = (_("Retake"), _("Not passed") if row.failed_retake else "")
        yield Line(row.at, str(row.enrolment.cohort), sentences(*facts, again, text=row.why))


def _earlier(enrolments: QuerySet[Enrolment]) -> list[Line]:
    history: Any = Enrolment.history.model
    rows = history.objects.filter(id__in=enrolments.order_by().values("pk")).select_related("history_user")
    return changes_of(rows.order_by("id", "history_id"), Enrolment, CHANGING)


def _papers(enrolments: QuerySet[Enrolment]) -> Iterator[Line]:
    rows = EnrolmentPaper.objects.filter(enrolment__in=enrolments).select_related("upload", "enrolment__cohort", "by")
    for row in rows.order_by("at", "pk"):
        facts = (_("File"), about_upload(row.upload)), (_("For"), row.get_moved_to_display()), (_("By"), row.by)
        yield Line(row.at, str(row.enrolment.cohort), sentences(*facts))


def _orders(enrolments: QuerySet[Enrolment]) -> Iterator[Line]:
    """A transfer's order names the enrolment that ends and the one that begins: told once."""
    rows = OrderLine.objects.filter(enrolment__in=enrolments).select_related("order__cohort")
    for order in dict.fromkeys(row.order for row in rows.order_by("order__dated", "pk")):
        facts = (_("Number on paper"), order.paper_number), (_("Cohort"), order.cohort)
        yield Line(order.dated, f"{order.get_kind_display()}, {order}", sentences(*facts))


def _decisions(enrolments: QuerySet[Enrolment]) -> Iterator[Line]:
    for row in CommissionDecision.objects.filter(order__lines__enrolment__in=enrolments).order_by("dated", "pk"):
        facts = (_("Number of the minutes"), row.paper_number), (_("Members"), _in_one_line(row.members.splitlines()))
        yield Line(row.dated, _("Decision of the commission on applications"), sentences(*facts, text=row.grounds))


def _feeds(human: Human) -> Iterator[Line]:
    for row in CalendarFeed.objects.filter(user__in=human.users):
        yield Line(row.made_at, _("An address under which a calendar program fetches the sessions"))


def _in_one_line(words: Iterable[str]) -> str:
    return ", ".join(filter(None, (word.strip() for word in words)))
