"""An enrolment is locked after its person, and before whatever hangs on it: every rule that needs several rows takes
them in one order, so that no two of them wait for each other.

Person (`people.locking`, the lowest key first) → Enrolment (the lowest key first) → defence day → defence → cohort.
"""

from __future__ import annotations

from collections.abc import Iterable

from courses.models import Enrolment
from people.locking import lock


def lock_with_person(enrolment: Enrolment) -> Enrolment:
    """The enrolment as it stands once it and its person are ours, until the transaction ends.

    Rows that only refer to it, such as somebody's attendance, are not held up.
    """
    return _locked(enrolment, [enrolment.person_id])


def lock_to_go_on(enrolment: Enrolment) -> Enrolment:
    """The same for whom another enrolment will be opened: a merged record goes on under the kept one, locked, too."""
    return _locked(enrolment, [enrolment.person_id, enrolment.person.merged_into_id or enrolment.person_id])


def _locked(enrolment: Enrolment, people: Iterable[int]) -> Enrolment:
    person = lock(people)[enrolment.person_id]
    rows = Enrolment.objects.select_for_update(of=("self",), no_key=True)
    row = rows.select_related("organisation", "cohort__version").get(pk=enrolment.pk)
    row.person = person
    return row
