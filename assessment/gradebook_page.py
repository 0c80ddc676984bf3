"""What the script of the gradebook is told: where it sends what is typed, and every word it may have to say."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.coursework import LONGEST_REASON
from assessment.gradebook import Book
from courses.models import Cohort
from people.models import User


def page_data(cohort: Cohort, user: User) -> dict[str, Any]:
    return {
        "user": user.pk,
        "cohort": cohort.pk,
        "url": reverse("assessment:gradebook_cells", args=[cohort.pk]),
        "longest": LONGEST_REASON,
    }


def counts_in_words(book: Book) -> dict[str, str]:
    """What the heading and the buttons of confirming say; empty where there is nothing to confirm any more."""
    n = len(book.confirmable)
    said = {
        "given": _("%(given)s of %(all)s given") % {"given": book.given, "all": len(book.cells)},
        "all": ngettext("Confirm %(n)s suggestion", "Confirm %(n)s suggestions", n) % {"n": n} if n else "",
    }
    for column in book.columns:
        n = len(column.confirmable)
        said[str(column.criterion.pk)] = _("confirm %(n)s") % {"n": n} if n else ""
    return said


def words() -> dict[str, str]:
    """The sentences of the script, in the language of the page; {names} are filled in there."""
    return {
        "saving": _("Saving"),
        "saved": _("Saved {time}"),
        "waiting": _("Not saved yet"),
        "refused": _("“{text}” is not saved. {message}"),
        "empty": _("Not emptied. {message}"),
        "outside": _("Outside of the table and left out: {n}"),
        "reason": _("Reason"),
        "reasonForAll": _("One reason for all of these places: {n}"),
        "giveReason": _("Save with this reason"),
        "leave": _("Leave as it was"),
        "keepTheirs": _("Keep what is there"),
        "putMine": _("Put mine: {text}"),
        "nothing": _("nothing"),
        "undone": _("Undone"),
        "nothingToUndo": _("Nothing to undo in this tab."),
        "offline": _("No connection. What you typed stays in this tab and is saved when the connection is back."),
        "signedOut": _("Your session has ended. Sign in again in this tab: what you typed is kept here."),
        "otherUser": _("Somebody else has signed in here. What you typed is not saved in their name."),
        "how": _("How it came about"),
        "close": _("Close"),
    }  # fmt: skip
