"""Topics of the network: modules of all versions of a programme, as the newest has them."""

from __future__ import annotations

import pytest

from courses.models import ProgrammeVersion
from postcourse.models import Practice
from postcourse.practice_reading import narrowed
from postcourse.practice_topics import topics
from tests.postcourse.network_scenes import make_graduate, make_published, trainer

pytestmark = pytest.mark.django_db


def test_a_topic_is_the_module_by_its_name_wherever_the_next_version_puts_it() -> None:
    author = make_graduate()
    first, second, third, last = (make_published(author, trainer(), title=f"№{n}", module=n) for n in (1, 2, 3, 4))
    old = first.module.version
    new = ProgrammeVersion.objects.get(pk=old.pk)
    new.pk, new.number = None, old.number + 1
    new.save()
    places = {1: (2, ""), 2: (1, ""), 3: (3, "Жаңа атау"), 5: (4, ""), 6: (5, "")}  # the fourth is gone
    for row in old.modules.filter(order__in=places):
        order, renamed = places[row.order]
        row.pk, row.version, row.order, row.title_kk = None, new, order, renamed or row.title_kk
        row.save()
    found = {}
    for topic in topics():
        rows = narrowed(Practice.objects.published(), {"topic": topic.key}, "", topics())
        found[topic.label.partition(".")[0], str(rows[0] if rows else "")] = len(rows)
    assert found == {
        ("1", second.title): 1, ("2", first.title): 1, ("3", third.title): 1, ("4", ""): 0, ("5", ""): 0,
        ("4", last.title): 1,
    }  # fmt: skip
