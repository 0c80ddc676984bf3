"""Asking for another paper: old and new side by side, why not, and taking it back; and why a document was revoked."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries

from certificates import registering, rendering
from certificates.models import Batch, Document, DocumentEvent, RenderJob, Standing
from config.home import tasks
from courses.models import Enrolment
from people.models import User
from tests.cast import marat
from tests.certificates.issued import as_user, asked, certificate, head, issued, organiser, reissued, rename, statement

pytestmark = pytest.mark.django_db


def address(document: Document, reason: str = "lost", name: str = "reissue") -> str:
    return reverse(f"certificates:{name}", args=[document.pk, reason])


def page(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode().replace("\xa0", " ").replace("&nbsp;", " ").replace("&#x27;", "'")


def of_document(document: Document) -> str:
    return page(as_user(organiser()), reverse("certificates:document", args=[document.pk]))


def trainer() -> User:
    return User.objects.get(email="daulet@institute.example")


# ---- who may open what -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "organiser_gets", "head_gets"),
    [("reissue", 200, 403), ("reissue_preview", 200, 200), ("reissue_withdraw", 405, 403)],
)
def test_each_page_opens_to_its_role(name: str, organiser_gets: int, head_gets: int) -> None:
    old = certificate()
    other = issued("72")[0]
    args = [asked(other).pk] if name == "reissue_withdraw" else [old.pk, "lost"]
    url = reverse(f"certificates:{name}", args=args)
    got = [as_user(user).get(url).status_code for user in (organiser(), head(), trainer(), marat())]
    assert got == [organiser_gets, head_gets, 403, 403]
    assert Client().get(url).headers["Location"].startswith(reverse("account_login"))


def test_what_is_not_there_is_not_found() -> None:
    old, client = certificate(), as_user(organiser())
    for url in (
        address(old, "beauty"),
        f"/register/{old.pk + 9}/reissue/lost/",
        address(old, "name", "reissue_preview"),
    ):
        assert client.get(url).status_code == 404
    assert client.post("/register/reissues/999/withdraw/").status_code == 404


def test_a_batch_of_a_cohort_is_not_withdrawn_as_a_request() -> None:
    old = certificate()
    url = reverse("certificates:reissue_withdraw", args=[old.batch_id])
    assert as_user(organiser()).post(url).status_code == 404


# ---- asking ----------------------------------------------------------------------------------------------------------
def test_the_old_and_the_new_stand_side_by_side_before_anything_is_written() -> None:
    old = certificate()
    rename(old, "Нұрғалиқызы")
    html = page(as_user(organiser()), address(old, "name"))
    assert '<span class="was">Нұрғалиева Гүлжаһан Өмірбекқызы</span>' in html
    assert "<b>Нұрғалиқызы Гүлжаһан Өмірбекқызы</b>" in html
    assert "comes with the signature" in html
    assert html.count("put right") == 1
    assert not Batch.objects.reissues().exists()


def test_an_unconfirmed_spelling_is_to_be_compared() -> None:
    old = certificate()
    rename(old, "Нұрғалиқызы")
    enrolment = old.result.attempt.enrolment
    enrolment.name_confirmed_at = None
    enrolment.save()
    assert "The holder has not confirmed this spelling" in page(as_user(organiser()), address(old, "name"))


def test_the_request_goes_into_the_heads_queue_and_says_so_on_the_documents_page() -> None:
    old, client = certificate(), as_user(organiser())
    form = {"ground": " өтініш  № 12 ", "issued_on": timezone.localdate().isoformat()}
    assert client.post(address(old), form).headers["Location"] == reverse("certificates:document", args=[old.pk])
    batch = Batch.objects.reissues().get()
    assert (batch.reason, batch.ground, batch.tells_holder, batch.prepared_by) == (
        "lost", "өтініш № 12", False, organiser(),
    )  # fmt: skip
    html = of_document(old)
    assert f"Duplicate of № {old}" in html
    assert "A duplicate was asked for" in html
    assert "Until it is signed this document is in force." in html
    assert reverse("certificates:sign", args=[batch.pk]) in page(as_user(head()), "/to-sign/")


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"ground": "", "issued_on": "2026-11-20"}, "This field is required."),
        ({"ground": "өтініш", "issued_on": "2999-01-01"}, "The date of issue lies between that of the document"),
    ],
)
def test_a_refusal_is_said_in_the_form(form: dict[str, str], said: str) -> None:
    response = as_user(organiser()).post(address(certificate()), form)
    assert said in response.content.decode()
    assert not Batch.objects.reissues().exists()


def test_nothing_to_put_right_leads_to_where_it_is_put_right() -> None:
    old, client = certificate(), as_user(organiser())
    html = page(client, address(old, "name"))
    assert "The new paper would say the same as the old one" in html
    assert reverse("people:person", args=[old.person_id]) in html
    assert "<form method" not in html.partition("<main")[2].partition("</main>")[0]
    enrolment = old.result.attempt.enrolment_id
    assert reverse("courses:enrolment", args=[enrolment]) in page(client, address(old, "misprint"))


def test_what_is_put_right_is_chosen_where_more_than_one_thing_differs() -> None:
    old, client = certificate(), as_user(organiser())
    Enrolment.objects.update(project_topic="Мектептегі инклюзия")
    assert 'name="right"' not in page(client, address(old, "misprint"))
    rename(old, "Нұрғалиқызы")
    html = page(client, address(old, "misprint"))
    assert html.count('name="right"') == html.count("put right</span>") == 2
    said = {"offered": "yes", "ground": "өтініш № 12", "issued_on": str(timezone.localdate())}
    url, topic = address(old, "misprint"), {**said, "right": "project_topic"}
    html = client.post(url, {**topic, "show": "yes"}).content.decode()
    assert 'value="өтініш № 12"' in html
    assert html.count('name="right"') == 2
    assert html.count("put right</span>") == 1
    assert f"{address(old, 'misprint', 'reissue_preview')}?right=project_topic" in html
    assert "Tick what is put right." in client.post(url, said).content.decode()
    assert not Batch.objects.filter(replaces=old).exists()
    client.post(url, topic)
    assert Batch.objects.get(replaces=old).corrects == ["project_topic"]


def test_a_field_that_nobody_offered_is_not_put_right() -> None:
    old, client = certificate(), as_user(organiser())
    Enrolment.objects.update(project_topic="Мектептегі инклюзия")
    said = {"right": "total", "ground": "өтініш № 12", "issued_on": str(timezone.localdate())}
    html = client.post(address(old, "misprint"), said).content.decode()
    assert "says the same on both papers now" in html
    assert not Batch.objects.filter(replaces=old).exists()


def test_what_has_been_asked_for_is_not_asked_for_twice() -> None:
    old = certificate()
    asked(old)
    assert "is asked for already" in page(as_user(organiser()), address(old))


def test_a_preview_has_no_number_no_code_and_leaves_nothing_behind() -> None:
    response = as_user(head()).get(address(certificate(), "lost", "reissue_preview"))
    assert response.content.startswith(b"%PDF")
    assert response.headers["Cache-Control"] == "private, no-store"
    assert Document.objects.count() == 1


def test_a_letter_in_free_form_offers_corrections_only() -> None:
    old = statement()
    html = of_document(old)
    assert address(old, "name") in html
    assert address(old, "lost") not in html


def test_why_nothing_can_be_asked_for_is_said() -> None:
    old = certificate()
    registering.revoke(old, by=organiser(), reason="№ 18")
    html = of_document(old)
    assert "nothing is issued in place of a revoked document." in html
    assert "/reissue/" not in html


def test_a_request_is_withdrawn_and_both_are_told_on_the_page() -> None:
    old = certificate()
    client, batch = as_user(organiser()), asked(old)
    url = reverse("certificates:reissue_withdraw", args=[batch.pk])
    assert "The request is withdrawn" in client.post(url, follow=True).content.decode()
    html = of_document(old)
    assert html.index("A duplicate was asked for") < html.index("The request was withdrawn")
    assert address(old) in html


def test_a_signed_request_is_not_withdrawn() -> None:
    batch = reissued(certificate()).batch
    assert batch is not None
    url = reverse("certificates:reissue_withdraw", args=[batch.pk])
    said = as_user(organiser()).post(url, follow=True).content.decode()
    assert "This batch was signed or discarded in the meantime." in said


# ---- where else it shows ---------------------------------------------------------------------------------------------
def test_the_organisers_home_says_what_waits_and_the_heads_page_that_it_is_signed() -> None:
    old = certificate()
    batch = asked(old)
    title = f"Waiting for the head's signature: a duplicate of № {old}"
    assert title in [task.title for task in tasks(timezone.now())]
    client = as_user(head())
    asked_for = client.post(
        reverse("certificates:sign", args=[batch.pk]),
        {"seen": client.get(reverse("certificates:sign", args=[batch.pk])).context["seen"]},
    )
    client.post(asked_for.headers["Location"], {"password": "a long password 1"})
    new = Document.objects.get(supersedes=old)
    html = page(client, reverse("certificates:sign", args=[batch.pk]))
    assert f"Duplicate of № {old}" in html
    assert new.number_text in html
    assert title not in [task.title for task in tasks(timezone.now())]


def test_the_new_documents_page_says_why_it_was_issued() -> None:
    assert "It is lost. өтініш № 12" in of_document(reissued(certificate()))


def test_the_cohorts_page_lists_what_was_issued_anew_and_makes_its_pdf_again() -> None:
    new = reissued(certificate())
    RenderJob.objects.filter(document=new).update(state="failed", reason="storage")
    client = as_user(organiser())
    url = reverse("certificates:batch", args=[new.result.attempt.enrolment.cohort_id])
    html = page(client, url)
    assert "Corrections and duplicates" in html
    assert html.count("Issue of ") == 1
    again = reverse("certificates:retry", args=[new.batch_id])
    assert again in html
    client.post(again)
    rendering.render(new.job.pk)
    assert RenderJob.objects.get(document=new).state == "done"


@pytest.mark.parametrize("count", [1, 30])
def test_the_cohorts_page_costs_the_same_for_one_reissue_and_for_thirty(
    django_assert_max_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    documents = issued(*["89.5"] * count)
    for old in documents:
        reissued(old)
    client = as_user(organiser())
    with django_assert_max_num_queries(24):
        page(client, reverse("certificates:batch", args=[documents[0].result.attempt.enrolment.cohort_id]))


# ---- the kind of reason of a revocation ------------------------------------------------------------------------------
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_whoever_checks_it_reads_why_in_their_language(language: str) -> None:
    old = certificate()
    registering.revoke(old, by=organiser(), reason="№ 18", reason_class="deceit")
    html = Client().get(f"/v/{old.code}?lang={language}").content.decode()
    with translation.override(language):
        assert str(DocumentEvent.ReasonClass.DECEIT.label) in html
    assert "№ 18" in html
    assert Client().get(f"/v/{old.code}.json").json()["document"]["reason_class"] == "deceit"


def test_a_revocation_from_before_there_were_kinds_says_its_ground_alone() -> None:
    old = certificate()
    DocumentEvent.objects.create(document=old, kind="revoked", happened_on=old.issued_on, reason="№ 18")
    public = registering.restate(old).public
    assert ("reason_class" in public, public["reason"]) == (False, "№ 18")
    with translation.override("en"):
        assert "Reason of the revocation" not in Client().get(f"/v/{old.code}?lang=en").content.decode()


def test_the_kind_is_chosen_on_the_page_and_stands_in_the_documents_story() -> None:
    old, client = certificate(), as_user(organiser())
    form = {"reason": "№ 18", "on": timezone.localdate().isoformat(), "confirmation": old.number_text}
    url = reverse("certificates:revoke", args=[old.pk])
    assert client.post(url, form).status_code == 200
    assert client.post(url, {**form, "reason_class": "beauty"}).status_code == 200
    assert Standing.objects.get().state == "in_force"
    assert client.post(url, {**form, "reason_class": "court"}).status_code == 302
    assert "A legal act or a decision of a court. № 18" in of_document(old)
