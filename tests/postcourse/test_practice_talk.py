"""Comments and reports: who may say, remove, hide and keep, and what a moderator's decision settles."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from config.home_network import practices_to_moderate, waiting_for_moderator
from people.human import human_of
from people.models import Person, User
from postcourse import practice_reports, practice_talking, practices
from postcourse.erasing_network import scrubs_of_network
from postcourse.held_network import held_network
from postcourse.models import PracticeComment, PracticeReport
from postcourse.network_writers import COMMENTS_AN_HOUR
from postcourse.practice_reading import reported_for
from tests.at_once import at_once
from tests.postcourse.network_scenes import NOW, make_draft, make_graduate, make_published, organiser, trainer

pytestmark = pytest.mark.django_db


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(ValidationError) as raised:
        act()
    error = raised.value
    return str(error.error_list[0].code if not hasattr(error, "error_dict") else next(iter(error.error_dict)))


def test_a_button_that_is_pressed_twice_says_it_once() -> None:
    user, row = make_graduate(), make_published(make_graduate(), trainer())
    first = practice_talking.comment(row, text="Керемет", by=user)
    assert practice_talking.comment(row, text=" Керемет ", by=user) == first
    assert practice_talking.comment(row, text="Тағы бір сөз", by=user) != first


def test_only_what_is_published_is_commented_on_and_not_without_end() -> None:
    author, user = make_graduate(), make_graduate()
    draft = make_draft(author)
    assert refused(lambda: practice_talking.comment(draft, text="Сөз", by=user)) == "not_published"
    row = make_published(author, trainer())
    for text in ("", " ", "а" * 4001):
        assert refused(lambda text=text: practice_talking.comment(row, text=text, by=user)) == "text"  # type: ignore[misc]
    for n in range(COMMENTS_AN_HOUR):
        practice_talking.comment(row, text=f"Сөз {n}", by=user, now=NOW)
    assert refused(lambda: practice_talking.comment(row, text="Тағы", by=user, now=NOW)) == "too_many"


def test_its_author_removes_a_comment_and_its_words_are_gone() -> None:
    user, row = make_graduate(), make_published(make_graduate(), trainer())
    said = practice_talking.comment(row, text="Ойланбай айтылған сөз", by=user)
    practice_reports.report(row, said, why="Дөрекі", by=organiser())
    assert refused(lambda: practice_talking.remove(said, by=make_graduate())) == "foreign"
    practice_talking.remove(said, by=user)
    left = PracticeComment.objects.get()
    assert (left.text, left.state) == ("", "removed")
    assert PracticeReport.objects.get().outcome == "gone"
    assert refused(lambda: practice_talking.hide(said, why="Кеш", by=organiser())) == "illegal_move"


def test_a_moderator_hides_with_a_reason_and_thinks_better_of_it() -> None:
    user, by, row = make_graduate(), organiser(), make_published(make_graduate(), trainer())
    said = practice_talking.comment(row, text="Дөрекі сөз", by=user)
    for _time in range(2):
        practice_reports.report(row, said, why="Дөрекі", by=make_graduate())
    assert refused(lambda: practice_talking.hide(said, why=" ", by=by)) == "why"
    practice_talking.hide(said, why="Сыпайы сөйлейік", by=by)
    assert set(PracticeReport.objects.values_list("outcome", "settled_by")) == {("hidden", by.pk)}
    assert practice_talking.show(said, by=by).state == "shown"
    own = practice_talking.comment(row, text="Өз сөзім", by=by)
    assert refused(lambda: practice_talking.hide(own, why="Себеп", by=by)) == "own"


def test_a_report_is_one_by_each_person_until_it_is_settled() -> None:
    user, by, row = make_graduate(), trainer(), make_published(make_graduate(), organiser())
    first = practice_reports.report(row, None, why="Оқушының аты тұр", by=user)
    assert practice_reports.report(row, None, why="Тағы да", by=user) == first
    with pytest.raises(IntegrityError), transaction.atomic():
        PracticeReport.objects.create(practice=row, user=user, why="Айналып өту")
    assert refused(lambda: practice_reports.report(row, None, why="", by=by)) == "why"
    assert practice_reports.keep(row, None, by=by) == 1
    assert refused(lambda: practice_reports.keep(row, None, by=by)) == "settled"
    assert practice_reports.report(row, None, why="Әлі тұр", by=user) != first
    practices.hide(row, why="Аты алынсын", by=by)
    assert set(PracticeReport.objects.values_list("outcome", flat=True)) == {"kept", "hidden"}
    assert refused(lambda: practice_reports.report(row, None, why="Кеш", by=user)) == "not_shown"


def test_nobody_reports_what_they_have_written_themselves() -> None:
    author, user = make_graduate(), make_graduate()
    row = make_published(author, trainer())
    said = practice_talking.comment(row, text="Сөз", by=user)
    assert refused(lambda: practice_reports.report(row, None, why="Себеп", by=author)) == "own"
    assert refused(lambda: practice_reports.report(row, said, why="Себеп", by=user)) == "own"


def test_ones_own_page_tells_what_was_reported_of_oneself_and_not_of_another() -> None:
    author, writer = make_graduate(), make_graduate()
    row = make_published(author, trainer())
    said = practice_talking.comment(row, text="Дөрекі сөз", by=writer)
    practice_reports.report(row, said, why="Сөзі дөрекі", by=organiser())
    practice_reports.report(row, None, why="Оқушының аты тұр", by=organiser())
    pages = {who: str(held_network(human_of(Person.objects.get(user=who)))) for who in (author, writer)}
    found = {who: [why in page for why in ("Оқушының аты тұр", "Сөзі дөрекі")] for who, page in pages.items()}
    assert found == {author: [True, False], writer: [False, True]}


def to_settle(by: User) -> tuple[int, int, int]:
    """On the page of a moderator, on their home, on the organiser's."""
    return len(reported_for(by)), len(list(waiting_for_moderator(by))), len(list(practices_to_moderate(NOW)))


def test_what_is_reported_of_a_practice_that_is_taken_back_waits_until_it_is_there_again() -> None:
    author, by = make_graduate(), trainer()
    row = make_published(author, organiser())
    said = practice_talking.comment(row, text="Дөрекі сөз", by=make_graduate())
    practice_reports.report(row, said, why="Дөрекі", by=author)
    assert to_settle(by) == (1, 1, 1)
    practices.withdraw(row, by=author)
    assert to_settle(by) == (0, 0, 0), "a draft is its author's alone"
    practices.publish(practices.submit(row, by=author), by=organiser())
    assert to_settle(by) == (1, 1, 1)


@pytest.mark.parametrize("whose", ["practice", "comment"])
def test_with_the_erasure_of_its_author_what_was_reported_is_settled(whose: str) -> None:
    author, writer, by = make_graduate(), make_graduate(), trainer()
    row = make_published(author, organiser())
    said = practice_talking.comment(row, text="Дөрекі сөз", by=writer)
    practice_reports.report(row, said, why="Дөрекі", by=author)
    gone = author if whose == "practice" else writer
    if whose == "practice":
        practice_reports.report(row, None, why="Оқушының аты тұр", by=writer)
    for scrub in scrubs_of_network(human_of(Person.objects.get(user=gone)), by=organiser(), now=NOW):
        scrub.carry_out()
    assert set(PracticeReport.objects.values_list("why", "outcome")) == {("", "gone")}
    assert to_settle(by) == (0, 0, 0)


@pytest.mark.django_db(transaction=True)
def test_of_two_moderators_at_the_same_moment_one_decides() -> None:
    author = make_graduate()
    row, one, other = practices.submit(make_draft(author), by=author), organiser(), trainer()
    codes = at_once(
        lambda: practices.publish(row, by=one, seen=1),
        lambda: practices.send_back(row, why="Толықтырыңыз", by=other, seen=1),
    )
    row.refresh_from_db()
    # Both may come one after the other only where that is a legal way.
    assert sorted(codes) == ["", "illegal_move"]
    assert row.state in ("published", "returned")
