"""A practice on its way: every legal move and no other, who decides, what a change does, what is searched."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError

from courses.models import Module
from people.indexing import key_person
from people.models import OutboxMessage, Upload
from people.roles import Role
from postcourse import network, practice_writing, practices
from postcourse.models import Practice, PracticeEvent
from postcourse.practices import MOVES, State
from tests.cast import make_cohort, make_enrolment, make_result, make_user, marat, saule
from tests.postcourse.network_scenes import make_draft, make_graduate, make_published, organiser, pdf, trainer, words

pytestmark = pytest.mark.django_db


def code(refused: pytest.ExceptionInfo[ValidationError]) -> str:
    return str(refused.value.error_list[0].code if not hasattr(refused.value, "error_dict") else "form")


@pytest.mark.parametrize("old", State)
def test_only_legal_moves_are_made_and_each_is_on_record(old: State) -> None:
    user = make_graduate()
    row = make_draft(user)
    published = {"published_at": row.created_at, "submitted_at": row.created_at}
    made = []
    for to in State:
        Practice.objects.filter(pk=row.pk).update(state=old, **published)
        try:
            practices.move(row, to, by=user, why="Себебі")
        except ValidationError:
            continue
        made.append(to)
    assert set(made) == set(MOVES.get(old, ()))
    told = set(PracticeEvent.objects.values_list("old", "new", "why", "by"))
    assert told == {(old.value, to.value, "Себебі", user.pk) for to in made}


def test_it_is_read_before_it_is_published_and_its_author_is_told_in_their_language() -> None:
    user = make_graduate(language="ru")
    row = make_published(user, trainer(), title="Жиналыс")
    assert (row.state, row.published_at is not None) == (State.PUBLISHED, True)
    letter = OutboxMessage.objects.get(kind="practice-published")
    assert (letter.person, letter.language) == (user.person, "ru")
    assert f"/network/{row.pk}/" in letter.text
    assert [event.new for event in row.events.all()] == ["submitted", "published"]


def test_nobody_decides_on_their_own_and_every_refusal_has_words() -> None:
    user = make_graduate()
    user.role_grants.create(role=Role.TRAINER)
    row = practices.submit(make_draft(user), by=user)
    acts: list[Callable[[], object]] = [
        lambda: practices.publish(row, by=user), lambda: practices.send_back(row, why="Жоқ", by=user),
        lambda: practices.hide(row, why="Жоқ", by=user),
    ]  # fmt: skip
    for act in acts:
        with pytest.raises(ValidationError) as refused:
            act()
        assert code(refused) == "own"
    with pytest.raises(ValidationError, match="Tell the author why"):
        practices.send_back(row, why="  ", by=trainer())
    assert Practice.objects.get().state == State.SUBMITTED


def test_a_moderator_decides_on_the_version_that_they_have_read() -> None:
    user, by = make_graduate(), trainer()
    row = practices.submit(make_draft(user), by=user)
    practice_writing.change(row, words(user, text="Басқа мәтін"), by=user, seen=1)
    with pytest.raises(ValidationError) as refused:
        practices.publish(row, by=by, seen=1)
    assert code(refused) == "changed_meanwhile"
    assert practices.publish(row, by=by, seen=2).state == State.PUBLISHED


def test_what_was_returned_is_changed_and_submitted_again() -> None:
    user, by = make_graduate(), trainer()
    row = practices.submit(make_draft(user), by=user)
    practices.send_back(row, why="Нәтижесін жазыңыз", by=by, seen=1)
    assert "Нәтижесін жазыңыз" in OutboxMessage.objects.get(kind="practice-returned").text
    row = practice_writing.change(row, words(user, text="Нәтижесімен"), by=user, seen=1)
    assert row.state == State.RETURNED
    assert practices.submit(row, by=user, seen=2).state == State.SUBMITTED


def test_what_is_published_or_hidden_is_read_again_after_a_change_and_is_no_news_twice() -> None:
    user, by = make_graduate(), trainer()
    row = make_published(user, by)
    first = row.published_at
    row = practice_writing.change(row, words(user, text="Толықтырылған"), by=user, seen=1)
    assert row.state == State.SUBMITTED
    row = practices.publish(row, by=by, seen=2)
    practices.hide(row, why="Оқушының аты тұр", by=by)
    assert "Оқушының аты тұр" in OutboxMessage.objects.get(kind="practice-hidden").text
    row = practice_writing.change(row, words(user, text="Атсыз"), by=user, seen=2)
    assert (row.state, practices.publish(row, by=by).published_at) == (State.SUBMITTED, first)
    assert practices.withdraw(row, by=user).state == State.DRAFT


def test_two_windows_do_not_overwrite_each_other() -> None:
    user = make_graduate()
    row = make_draft(user)
    practice_writing.change(row, words(user, text="Бірінші терезе"), by=user, seen=1)
    with pytest.raises(ValidationError) as refused:
        practice_writing.change(row, words(user, text="Екінші терезе"), by=user, seen=1)
    assert (code(refused), Practice.objects.get().text) == ("newer", "Бірінші терезе")


def test_files_stay_or_go_with_a_change_and_a_refused_one_leaves_none() -> None:
    user = make_graduate()
    row = make_draft(user, files=[pdf("бір.pdf"), pdf("екі.pdf")])
    one, two = row.uploads.order_by("pk")
    practice_writing.change(row, words(user), by=user, files=[pdf("үш.pdf")], keep=[two], seen=1)
    assert [upload.name for upload in row.uploads.order_by("pk")] == ["екі.pdf", "үш.pdf"]
    one.refresh_from_db()
    assert one.erased_at is not None
    with pytest.raises(ValidationError):
        practice_writing.change(row, words(user), by=user, files=[pdf()] * 5, keep=[two], seen=2)
    assert Upload.objects.count() == 3


def test_only_graduates_share_and_only_on_what_they_have_studied() -> None:
    graduate, stranger, participant = make_graduate(), marat(), saule()
    assert participant.person is not None
    make_result(make_enrolment(make_cohort(), participant.person))  # not yet signed by the head
    said = words(graduate)
    for user in (stranger, participant, trainer()):
        with pytest.raises(ValidationError):
            practice_writing.write(said, by=user)
    attestation = Module.objects.get(version=said.module.version, is_attestation=True)
    with pytest.raises(ValidationError):
        practice_writing.write(practice_writing.Words("case", attestation, "Тақырып", "Мәтін"), by=graduate)
    members = {user for user in (graduate, participant, stranger, organiser()) if network.belongs(user)}
    assert members == {graduate, organiser()}
    assert not network.belongs(make_user("head2@institute.example", Role.HEAD))


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("жиналыс", True), ("ЖИНАЛЫСТ", False), ("jinalis", True), ("отбасы", True), ("Қасымова", True),
        ("касымова", True), ("qasymova жиналыс", True), ("жоқтың сөзі", False), ("%", False), ("_", False), ("", True),
    ],
)  # fmt: skip
def test_it_is_found_by_its_words_and_its_author_in_any_spelling(asked: str, found: bool) -> None:
    user = make_graduate(surname="Қасымова")
    assert user.person is not None
    key_person(user.person)
    user.person.save()
    make_published(user, trainer(), text="Мектеп пен отбасы бірге")
    assert Practice.objects.published().search(asked).exists() is found
