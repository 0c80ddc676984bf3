"""The data of a person are erased: nothing that anybody would know them by is left, but for papers kept by law."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.db.models import CharField, Model, TextField
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from assessment.finalising import finalise
from certificates import issuing
from certificates.models import Document, DocumentFile
from config.erasure import erase, obstacles, preview
from courses import enrolling, expelling
from courses.expelling import Ruling
from courses.models import Application, Enrolment, ListImport
from courses.ways import ways_of
from people import indexing
from people.delivering import Outcome, deliver
from people.human import human_of
from people.merging import merge, undo
from people.models import Merge, OutboxMessage, Person, User
from people.registering import amend_person, register_person
from people.roles import Role
from people.signing_in import ensure_user
from people.staffing import reactivate
from postcourse import inviting, planning
from postcourse.models import Consultation
from tests.assessment.scenes import MARKS, make_day
from tests.cast import iin, make_cohort, make_enrolment, make_person, make_result, make_user
from tests.certificates.issued import head, prepared
from tests.config.lived import administrator, erased, live_on, make_lived
from tests.config.reachable import reachable
from tests.courses.way_scenes import refusing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

# Columns that nobody types: keys, codes, digests, and what a rule writes.
NO_WORDS = {"history_change_reason", "password"}
# Papers that others signed, and what verification shows of them: they stay as they were issued.
KEPT_BY_LAW = {
    "assessment.Addendum", "assessment.Protocol", "certificates.Batch", "certificates.Document",
    "certificates.Standing", "courses.Order",
}  # fmt: skip


def texts_of(row: Model) -> Iterator[str]:
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        yield json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)
    if isinstance(row, Session):
        yield json.dumps(row.get_decoded(), ensure_ascii=False)


def where_they_stand(words: list[str]) -> dict[str, set[str]]:
    """Of these words those that any column of any row of the database has, by the name of the model."""
    found: dict[str, set[str]] = {}
    for model in apps.get_models(include_auto_created=True):
        for row in model._base_manager.iterator():
            said = "\n".join(texts_of(row)).casefold()
            if hits := {word for word in words if word.casefold() in said}:
                found.setdefault(model._meta.label, set()).update(hits)
    return found


def test_nothing_is_left_by_which_anybody_would_know_the_person(transactional_db: None) -> None:
    lived = make_lived()
    before = where_they_stand(lived.words)
    assert set().union(*before.values()) == set(lived.words), "each word stands somewhere"
    assert set(before) > KEPT_BY_LAW
    erase(lived.person, typed=lived.person.iin, by=administrator())
    assert where_they_stand(lived.words).keys() == KEPT_BY_LAW
    files = {path.relative_to(settings.MEDIA_ROOT).as_posix() for path in Path(settings.MEDIA_ROOT).rglob("*.*")}
    assert files == set(DocumentFile.objects.values_list("key", flat=True)), "the bytes of what they sent are gone"


def test_the_person_of_these_tests_has_a_row_of_everything_that_can_hang_on_a_person() -> None:
    make_lived()
    assert {model._meta.label for model in reachable() if not model._base_manager.exists()} == {
        "account.EmailConfirmation"
    }


def test_no_text_that_can_be_typed_about_a_person_is_missing_in_these_tests() -> None:
    """A new column of free text has to be filled here, or named with the reason why it holds nothing of the kind."""
    make_lived()
    empty = {
        f"{model._meta.label}.{field.name}"
        for model in reachable()
        for field in model._meta.concrete_fields
        if isinstance(field, CharField | TextField) and not field.choices and field.name not in NO_WORDS
        and not model._base_manager.exclude(**{field.name: ""}).filter(**{f"{field.name}__isnull": False}).exists()
    }  # fmt: skip
    assert empty == {
        "account.EmailConfirmation.key",
        # What the mail server or the renderer answered, by its number and kind.
        "certificates.RenderJob.error",
        "people.OutboxMessage.error",
        # A room or a link; the trainer's, not the graduate's.
        "postcourse.Consultation.place",
        "postcourse.HistoricalConsultation.place",
    }


def test_what_has_not_gone_out_never_does_and_what_went_stays_in_the_ledger() -> None:
    lived = erased(make_lived())
    letters = OutboxMessage.objects.filter(person__in=[lived.person, lived.merged])
    assert {letter.state for letter in letters} == {"erased"}
    assert {letter.title for letter in letters} == {"The text was erased"}
    assert [deliver(letter.pk) for letter in letters] == [Outcome.NOTHING_TO_DO] * len(letters)
    employer = OutboxMessage.objects.get(kind="expulsion")
    assert (employer.state, employer.to_email, employer.text) == ("sent", "", "")
    assert employer.sent_at is not None


def test_what_was_to_come_is_called_off_and_the_trainer_is_told_without_a_name() -> None:
    lived = make_lived()
    known = set(OutboxMessage.objects.values_list("pk", flat=True))
    erase(lived.person, typed=lived.person.iin, by=administrator())
    assert not Consultation.objects.open().exists()
    [told] = OutboxMessage.objects.exclude(pk__in=known)
    assert (told.to_email, told.state) == (lived.trainer.email, "queued")
    assert f"Erased person №\xa0{lived.person.pk}" in told.text
    year = timezone.now() + timedelta(days=365)
    assert (planning.sweep(now=year), inviting.sweep_due(now=year)) == (0, (0, 0))


def test_an_erased_person_is_called_by_a_number_in_the_language_of_the_reader() -> None:
    lived = erased()
    person = Person.objects.get(pk=lived.person.pk)
    names = set()
    for language in ("kk", "ru", "en"):
        with translation.override(language):
            assert str(person.pk) in person.full_name
            names.add(person.full_name)
    assert names.isdisjoint({""})
    assert (person.surname, person.shown_iin, person.search_key) == ("", "", "")
    assert indexing.rebuild(Person.objects.filter(pk=person.pk)) == 1
    assert not person.search_words.exists()
    assert person.pk not in Person.objects.current().values_list("pk", flat=True)


def test_the_same_human_may_come_again() -> None:
    lived = erased()
    again = register_person(
        iin=iin(7001), surname="Жаңаева", given_name="Жаңа", email="jasyryn@mektep.example", by=lived.organiser
    )
    user = ensure_user(again.email)
    assert user is not None
    assert user.person == again
    assert user != lived.user


def test_nobody_signs_in_as_an_erased_person() -> None:
    lived = erased()
    user = User.objects.get(pk=lived.user.pk)
    assert not user.is_active
    assert not user.has_usable_password()
    assert ensure_user("jasyryn@mektep.example") is None
    assert str(user) == f"Erased person №\xa0{lived.person.pk}"
    with pytest.raises(ValidationError, match="nobody signs in with it any more"):
        reactivate(user, by=lived.organiser)
    signed_in = {session.get_decoded().get(SESSION_KEY) for session in Session.objects.all()}
    assert signed_in == {str(lived.organiser.pk)}


def test_in_the_session_of_who_looked_for_them_only_their_name_is_forgotten() -> None:
    erased()
    assert [session.get_decoded()["looked_for"] for session in Session.objects.all()] == [{"2": "Абаева"}]


def test_the_address_goes_from_a_record_that_was_taken_for_theirs_once() -> None:
    by, person, other = administrator(), make_person(email=""), make_person(email="basqa@x.kz")
    undo(merge(other, person, by=by), by=by)
    amend_person(person, by=by, email="ozi@x.kz")
    assert "people.HistoricalPerson" in where_they_stand(["basqa@x.kz"])
    erase(Person.objects.get(pk=other.pk), typed=other.iin, by=by)
    assert where_they_stand(["basqa@x.kz"]) == {}
    assert "people.HistoricalPerson" in where_they_stand(["ozi@x.kz"])


def test_others_stay_in_the_list_in_which_the_person_was() -> None:
    lived = make_lived()
    listed = ListImport.objects.get()
    namesake = [9, ["4", iin(4321), f"{lived.person.surname} {lived.person.given_name}", "аттас"]]
    listed.content["rows"].append(namesake)
    listed.save()
    erase(lived.person, typed=lived.person.iin, by=administrator())
    listed.refresh_from_db()
    assert [number for number, _cells in listed.content["rows"]] == [3, 9]


def test_a_certificate_is_verified_as_before(client: Client) -> None:
    lived = erased(make_lived())
    document = Document.objects.get(person=lived.person)
    page = client.get(reverse("certificates:verdict", args=[document.code])).content.decode()
    assert "Жасырынбекова Жасырынгүл Құпияқызы" in page
    assert DocumentFile.objects.filter(document=document).exists()


def test_nothing_of_an_erased_person_changes_any_more() -> None:
    lived = erased(make_lived())
    held = Enrolment.objects.filter(person=lived.person, status="transferred").get()
    with pytest.raises(ValidationError, match="nothing is written in their place"):
        amend_person(lived.person, by=lived.organiser, surname="Қайтаева")
    with pytest.raises(ValidationError, match="nothing of their studies changes"):
        enrolling.amend(held, by=lived.organiser, position="директор")
    with pytest.raises(ValidationError, match="nothing of their studies changes"):
        enrolling.enrol(
            cohort=make_cohort(status="enrolling"), person=Person.objects.get(pk=lived.person.pk),
            organisation=lived.school, by=lived.organiser,
        )  # fmt: skip
    assert ways_of(Enrolment.objects.select_related("person").get(pk=held.pk)) == []
    with pytest.raises(ValidationError, match="cannot be taken back"):
        undo(Merge.objects.get(), by=lived.organiser)


def sentences(person: Person) -> list[str]:
    return [each.sentence for each in obstacles(human_of(person))]


def test_somebody_on_a_list_or_without_their_paper_is_not_erased() -> None:
    enrolment = make_enrolment(make_cohort(name="Қараша-77"))
    assert sentences(enrolment.person) == ["The person is on the list of “Қараша-77” (Admitted): end that first."]
    result = make_result(enrolment)
    day = f"{result.attested_on:%d.%m.%Y}"
    assert sentences(enrolment.person) == [f"The result of {day} in “Қараша-77” has no document yet: issue it first."]
    with pytest.raises(ValidationError, match="issue it first"):
        erase(enrolment.person, typed=enrolment.person.iin, by=administrator())
    assert Person.objects.get(pk=enrolment.person_id).erased_at is None


def test_a_batch_that_waits_for_the_head_waits_with_its_people() -> None:
    batch = prepared("89.5")
    person = Person.objects.get(enrolments__cohort=batch.cohort)
    [sentence] = sentences(person)
    assert sentence.endswith("sign or discard the batch first.")
    issuing.sign(batch, by=head())
    assert sentences(person) == []


def test_the_protocol_of_an_open_day_is_made_with_the_name() -> None:
    scene = make_day(participants=2)
    scene.all_hand_in(MARKS["85"], MARKS["85"])
    finalise(scene.first, by=scene.chair)
    found = sentences(scene.first.attempt.enrolment.person)
    assert any("is not closed yet: its protocol needs the name." in sentence for sentence in found)


def test_the_employer_is_told_of_an_expulsion_first() -> None:
    enrolment, day = make_enrolment(), timezone.localdate()
    ruling = Ruling(day, "А. Исабеков", "Себепсіз қатыспаған")
    expelled = expelling.expel(enrolment, ruling, order_date=day, by=administrator())
    assert sentences(enrolment.person) == ["The letter to the employer about the expulsion has not gone out yet."]
    OutboxMessage.objects.filter(pk=expelled.letter.pk).update(state="posted", posted_on=day)
    assert sentences(enrolment.person) == []


def test_a_member_of_the_staff_a_merged_record_and_an_erased_one_are_refused() -> None:
    by, person, other = administrator(), make_person(), make_person()
    make_user("saule@institute.example", Role.TRAINER, name="Сәуле", person=person)
    assert sentences(person) == ["Сәуле works here and has a role: take the roles away first."]
    User.objects.get(person=person).role_grants.all().delete()
    merge(other, person, by=by)
    other.refresh_from_db()
    [merged] = obstacles(human_of(other))
    assert merged.url == reverse("people:person", args=[person.pk])
    erase(person, typed=person.iin, by=by)
    assert Person.objects.filter(erased_at__isnull=False).count() == 2
    assert sentences(Person.objects.get(pk=person.pk)) == ["The data of this person were erased already."]


def test_another_iin_erases_nobody() -> None:
    person, other = make_person(), make_person()
    with pytest.raises(ValidationError) as refusal:
        erase(person, typed=other.iin, by=administrator())
    assert refusal.value.message_dict == {"typed": ["This is not the IIN of this person."]}
    assert not Person.objects.exclude(erased_at=None).exists()


def test_an_application_that_waited_waits_no_more() -> None:
    person, cohort = make_person(), make_cohort(status="enrolling")
    Application.objects.create(
        cohort=cohort, person=person, said={"surname": "Бір", "email": "a@b.kz"}, consent_version="1", language="kk"
    )
    erase(person, typed=person.iin, by=administrator())
    application = Application.objects.get()
    assert application.said == {"surname": "", "email": ""}
    assert application.settled_at is not None
    assert not Application.objects.open().exists()


def test_every_list_and_session_is_read_once_and_before_anything_is_locked() -> None:
    lived, by = make_lived(), administrator()
    with CaptureQueriesContext(connection) as asked:
        erase(lived.person, typed=lived.person.iin, by=by)
    said = [query["sql"] for query in asked]
    begun = next(n for n, sql in enumerate(said) if sql.startswith("SAVEPOINT"))
    for table in ("courses_listimport", "django_session"):
        reads = [n for n, sql in enumerate(said) if f'FROM "{table}"' in sql and " WHERE " not in sql]
        assert len(reads) == 1
        assert reads[0] < begun


def test_half_an_erasure_is_none() -> None:
    lived = make_lived()
    with refusing("people_historicalperson"), pytest.raises(DatabaseError), transaction.atomic():
        erase(lived.person, typed=lived.person.iin, by=administrator())
    assert "courses.Submission" in where_they_stand(lived.words)
    assert len(list(Path(settings.MEDIA_ROOT).rglob("*.pdf"))) == 8


def test_the_preview_counts_what_will_go_and_says_why_the_rest_stays() -> None:
    lived = make_lived()
    seen = preview(lived.person, by=administrator())
    gone = {scrub.label: n for scrub, n in seen.scrubbed}
    assert gone["files that were handed in or brought: their content"] == 3
    assert gone["progress reports: content of the files"] == 1
    assert gone["feedback: texts"] == 2
    assert gone["rows of uploaded lists"] == 1
    assert seen.called_off == Consultation.objects.open().count() > 0
    stays = {kept.label: (n, kept.why) for kept, n in seen.kept}
    assert stays["issued documents with the name and the stored PDF"][0] == 1
    assert all(why for _n, why in stays.values())


def test_the_preview_costs_as_much_with_one_row_of_a_kind_as_with_thirty() -> None:
    lived, by = make_lived(), administrator()
    with CaptureQueriesContext(connection) as few:
        preview(lived.person, by=by)
    for n in range(30):
        live_on(lived, n)
    with CaptureQueriesContext(connection) as many:
        preview(lived.person, by=by)
    assert len(many) == len(few)
    assert len(few) <= 136
