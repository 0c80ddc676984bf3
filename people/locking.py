"""People are locked in one order by everything that must not meet a merge of their records halfway, and before any row
that hangs on them (`courses.locking`).

What is settled by writing to a record is locked before it: an application or an uploaded list; so is a consultation to
which its people are written, and before that its trainer.
"""

from __future__ import annotations

from collections.abc import Iterable

from people.models import Person


def lock(keys: Iterable[int], *, with_iin: bool = False) -> dict[int, Person]:
    """The records as they stand once they are ours, until the transaction ends; the lowest key first.

    Whoever merges them waits here, or has done so already and is seen. Rows that only refer to them are not held up,
    unless the IIN will change, too: then nobody refers to them before it has.
    """
    rows = Person.objects.select_for_update(no_key=not with_iin).filter(pk__in=set(keys)).order_by("pk")
    return {row.pk: row for row in rows}
