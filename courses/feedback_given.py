"""The feedback on submissions; a transfer copies it along with what it was said of (`courses.carrying`)."""

from __future__ import annotations

from collections.abc import Iterable

from courses.models import Feedback, Submission


def feedback_of(submissions: Iterable[Submission]) -> dict[int, list[Feedback]]:
    """By the key of the submission, oldest first; in one query for all of them."""
    given: dict[int, list[Feedback]] = {submission.pk: [] for submission in submissions}
    rows = Feedback.objects.filter(submission__in=list(given)).select_related("submission__task", "by")
    for row in rows.order_by("at", "pk"):
        given[row.submission_id].append(row)
    return given
