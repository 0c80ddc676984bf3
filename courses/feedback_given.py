"""The feedback on submissions, together with what came along when a participant was transferred."""

from __future__ import annotations

from collections.abc import Iterable

from courses.models import Feedback, Submission


def feedback_of(submissions: Iterable[Submission]) -> dict[int, list[Feedback]]:
    """By the key of the submission, oldest first; in a number of queries that does not grow with them."""
    chains = _origins(list(submissions))
    asked = {key for keys in chains.values() for key in keys}
    rows = Feedback.objects.filter(submission__in=asked).select_related("submission__task", "by")
    by_submission: dict[int, list[Feedback]] = {}
    for row in rows.order_by("at", "pk"):
        by_submission.setdefault(row.submission_id, []).append(row)
    return {pk: _once(row for key in keys for row in by_submission.get(key, ())) for pk, keys in chains.items()}


def _once(rows: Iterable[Feedback]) -> list[Feedback]:
    """A transfer may have copied a feedback along with its submission: it is one feedback all the same."""
    known = {(row.at, row.text, row.points): row for row in rows}
    return sorted(known.values(), key=lambda row: (row.at, row.pk))


def _origins(submissions: list[Submission]) -> dict[int, list[int]]:
    """Each submission with those it was carried from, however many transfers ago."""
    chains = {submission.pk: [submission.pk] for submission in submissions}
    waiting = {row.pk: row.carried_from_id for row in submissions if row.carried_from_id}
    while waiting:
        for pk, earlier in waiting.items():
            chains[pk].append(earlier)
        carried = Submission.objects.filter(pk__in=waiting.values(), carried_from__isnull=False)
        further = dict(carried.values_list("pk", "carried_from_id"))
        waiting = {pk: further[earlier] for pk, earlier in waiting.items() if earlier in further}
    return {pk: keys[::-1] for pk, keys in chains.items()}
