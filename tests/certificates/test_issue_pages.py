"""The pages of the issue: who may open them, what they say, and the one signature with its password."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessment.finalising import record_absence
from assessment.models import Protocol
from certificates import issuing, registering, rendering
from certificates.models import Batch, Document, RenderJob
from courses.models import Cohort
from people import paper
from people.models import User
from people.roles import Role
from tests.assessment.scenes import commission_signs, make_day
from tests.cast import make_enrolment, make_signatory, make_user, marat
from tests.certificates.issued import add_result, as_user, head, issued, organiser, prepared, ready_cohort

pytestmark = pytest.mark.django_db
PASSWORD = "a long password 1"


def trainer() -> User:
    return User.objects.get(email="daulet@institute.example")


def page(client: Client, name: str, *args: object) -> str:
    response = client.get(reverse(f"certificates:{name}", args=args))
    assert response.status_code == 200
    return response.content.decode().replace("\xa0", " ").replace("&nbsp;", " ")


# ---- who may open what -----------------------------------------------------------------------------------------------
def addresses() -> dict[str, str]:
    batch = prepared("89.5")
    enrolment = batch.items.get().result.attempt.enrolment
    return {
        "batch": reverse("certificates:batch", args=[batch.cohort_id]),
        "preview": reverse("certificates:preview", args=[batch.cohort_id, enrolment.pk]),
        "discard": reverse("certificates:discard", args=[batch.pk]),
        "progress": reverse("certificates:progress", args=[batch.pk]),
        "retry": reverse("certificates:retry", args=[batch.pk]),
        "to_sign": reverse("certificates:to_sign"),
        "sign": reverse("certificates:sign", args=[batch.pk]),
        "register": reverse("certificates:register"),
    }


@pytest.mark.parametrize(
    ("name", "organiser_gets", "head_gets"),
    [
        ("batch", 200, 403),
        ("preview", 200, 200),
        ("discard", 405, 403),
        ("progress", 302, 302),
        ("retry", 405, 405),
        ("to_sign", 403, 200),
        ("sign", 403, 200),
        ("register", 200, 403),
    ],
)
def test_each_page_opens_to_its_role(name: str, organiser_gets: int, head_gets: int) -> None:
    address = addresses()[name]
    got = [as_user(user).get(address).status_code for user in (organiser(), head(), trainer(), marat())]
    assert got == [organiser_gets, head_gets, 403, 403]
    assert Client().get(address).headers["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", ["batch", "sign", "progress", "discard", "retry"])
def test_what_is_not_there_is_not_found(name: str) -> None:
    make_user("all@institute.example", Role.ADMINISTRATOR)
    client = as_user(User.objects.get())
    method = client.post if name in ("discard", "retry") else client.get
    assert method(reverse(f"certificates:{name}", args=[999])).status_code == 404


def test_a_discarded_batch_is_nobodys_business() -> None:
    batch = prepared()
    issuing.discard(batch, by=organiser())
    assert as_user(head()).get(reverse("certificates:sign", args=[batch.pk])).status_code == 404


# ---- the dry run -----------------------------------------------------------------------------------------------------
def test_the_dry_run_says_who_gets_what_and_why_not() -> None:
    cohort = ready_cohort("89.5", "44")
    make_enrolment(cohort)
    make_enrolment(cohort, status="withdrawn")
    add_result(cohort, "72", email="", surname="Ұзақ", given_name="Ẅ")
    html = page(as_user(organiser()), "batch", cohort.pk)
    for said in ("No result yet.", "Withdrawn", "No e-mail: the organiser hands over the paper.", "has no letter “Ẅ”",
                 "Prepare 3 documents", "2 certificates", "1 statement of attendance",
                 "2 people get nothing now"):  # fmt: skip
        assert said in html


@pytest.mark.parametrize(("shown", "rows"), [("", 3), ("certificate", 1), ("statement", 1), ("nothing", 1), ("x", 3)])
def test_the_dry_run_is_filtered(shown: str, rows: int) -> None:
    cohort = ready_cohort("89.5", "44")
    make_enrolment(cohort)
    response = as_user(organiser()).get(reverse("certificates:batch", args=[cohort.pk]), {"show": shown})
    assert len(response.context["lines"]) == rows


def test_a_revoked_document_is_told_beside_its_number() -> None:
    document = issued("89.5")[0]
    registering.revoke(document, by=organiser(), reason="№ 18")
    html = page(as_user(organiser()), "batch", document.result.attempt.enrolment.cohort_id)
    assert f"№ {document.number_text}" in html
    assert "st-bad" in html


def test_an_unconfirmed_name_is_listed_and_not_blocked() -> None:
    cohort = ready_cohort("89.5")
    cohort.enrolments.update(name_confirmed_at=None)
    html = page(as_user(organiser()), "batch", cohort.pk)
    assert "The spelling of the name is not confirmed." in html
    assert "Prepare 1 document" in html


def test_preparing_and_discarding_by_button() -> None:
    cohort = ready_cohort("89.5")
    client, address = as_user(organiser()), reverse("certificates:batch", args=[cohort.pk])
    assert client.post(address, {"issued_on": timezone.localdate().isoformat()}).status_code == 302
    html = page(client, "batch", cohort.pk)
    assert "Waits for the head's signature" in html.replace("&#x27;", "'")
    assert "Б. Қ. Қуанышев" in html
    assert client.post(reverse("certificates:discard", args=[Batch.objects.get().pk])).status_code == 302
    assert Batch.objects.get().state == "discarded"


@pytest.mark.parametrize("day", ["", "tomorrow", "2099-01-01"])
def test_an_impossible_date_of_issue_is_refused_on_the_page(day: str) -> None:
    cohort = ready_cohort("89.5")
    response = as_user(organiser()).post(reverse("certificates:batch", args=[cohort.pk]), {"issued_on": day})
    assert response.status_code == 200
    assert b'role="alert"' in response.content
    assert not Batch.objects.exists()


@pytest.mark.parametrize("count", [1, 30])
def test_the_dry_run_costs_the_same_for_one_and_for_thirty(
    django_assert_max_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    cohort = ready_cohort(*["89.5"] * count)
    client = as_user(organiser())
    with django_assert_max_num_queries(16):
        page(client, "batch", cohort.pk)


def test_a_preview_has_no_number_no_code_and_leaves_nothing_behind() -> None:
    cohort = ready_cohort("44")
    enrolment = cohort.enrolments.get()
    response = as_user(organiser()).get(reverse("certificates:preview", args=[cohort.pk, enrolment.pk]))
    assert response.content.startswith(b"%PDF")
    assert response.headers["Cache-Control"] == "private, no-store"
    assert not Document.objects.exists()


@pytest.mark.usefixtures("own_designs")
def test_a_preview_without_pango_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    cohort = ready_cohort("44")

    def missing() -> None:
        raise OSError("cannot load library")

    monkeypatch.setattr(paper, "_weasyprint", missing)
    address = reverse("certificates:preview", args=[cohort.pk, cohort.enrolments.get().pk])
    response = as_user(organiser()).get(address, follow=True)
    assert b"apt-get install" in response.content


def test_nobody_else_has_a_preview() -> None:
    cohort = ready_cohort("44")
    waiting = make_enrolment(cohort)
    address = reverse("certificates:preview", args=[cohort.pk, waiting.pk])
    assert as_user(organiser()).get(address).status_code == 404


# ---- the signature ---------------------------------------------------------------------------------------------------
def look(client: Client, batch: Batch) -> str:
    """Open the page and return what it would sign."""
    return str(client.get(reverse("certificates:sign", args=[batch.pk])).context["seen"])


def test_the_signature_asks_for_the_password_once_and_then_signs() -> None:
    batch = prepared("89.5", "44")
    client, address = as_user(head()), reverse("certificates:sign", args=[batch.pk])
    asked = client.post(address, {"seen": look(client, batch)})
    assert asked.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert not Document.objects.exists()
    done = client.post(asked.headers["Location"], {"password": PASSWORD}, follow=True)
    assert Document.objects.count() == 2
    assert "Signed: 2 documents have been issued." in done.content.decode()


def test_a_second_batch_right_after_the_first_asks_for_the_password_again() -> None:
    first, second = prepared(name="Бірінші-1"), prepared(name="Екінші-1")
    client = as_user(head())
    asked = client.post(reverse("certificates:sign", args=[first.pk]), {"seen": look(client, first)})
    client.post(asked.headers["Location"], {"password": PASSWORD})
    assert Batch.objects.get(pk=first.pk).state == "signed"
    asked = client.post(reverse("certificates:sign", args=[second.pk]), {"seen": look(client, second)})
    assert asked.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert Batch.objects.get(pk=second.pk).state == "prepared"
    client.post(asked.headers["Location"], {"password": PASSWORD})
    assert Batch.objects.get(pk=second.pk).state == "signed"


def test_a_day_on_which_nobody_appeared_has_its_protocol_signed() -> None:
    scene = make_day()
    head()
    for defence in scene.day.defences.all():
        record_absence(defence, valid_reason=False, by=scene.chair)
    cohort, client = scene.cohort, as_user(scene.organiser)
    assert reverse("certificates:batch", args=[cohort.pk]) in client.get("/").content.decode()
    assert "Nobody gets a document, but the protocol waits" in page(client, "batch", cohort.pk).replace("&#x27;", "'")
    client.post(reverse("certificates:batch", args=[cohort.pk]), {"issued_on": timezone.localdate().isoformat()})
    assert "The protocol alone, prepared by" in page(client, "batch", cohort.pk)
    batch, client = Batch.objects.get(), as_user(head())
    assert "The protocol alone: nobody gets a document" in page(client, "to_sign")
    waiting = page(client, "sign", batch.pk)
    assert "waits for the commission; still to sign: Дәулет Оспанов, Гүлнар Ахметова." in waiting
    assert "Sign the protocol<" not in waiting
    commission_signs(cohort)
    assert "Sign the protocol<" in page(client, "sign", batch.pk)
    asked = client.post(reverse("certificates:sign", args=[batch.pk]), {"seen": look(client, batch)})
    said = client.post(asked.headers["Location"], {"password": PASSWORD}, follow=True).content.decode()
    assert "The protocol is signed." in said
    assert "PDFs are ready" not in said
    assert not Document.objects.exists()
    assert [row.signed_by for row in Protocol.objects.all()] == [head()]


def test_a_wrong_password_signs_nothing() -> None:
    batch = prepared()
    client = as_user(head())
    asked = client.post(reverse("certificates:sign", args=[batch.pk]), {"seen": look(client, batch)})
    client.post(asked.headers["Location"], {"password": "not this one"})
    assert Batch.objects.get().state == "prepared"


def test_who_has_neither_password_nor_passkey_is_told_to_set_one() -> None:
    batch, user = prepared(), head()
    user.set_unusable_password()
    user.save()
    client = as_user(user)
    html = page(client, "sign", batch.pk)
    assert "Set a password or a passkey first" in html
    assert client.post(reverse("certificates:sign", args=[batch.pk]), {"seen": ""}).status_code == 200
    assert Batch.objects.get().state == "prepared"


def test_what_changed_since_the_page_was_opened_is_not_signed() -> None:
    batch = prepared()
    client = as_user(head())
    seen = look(client, batch)
    person = batch.items.get().result.attempt.enrolment.person
    person.given_name = "Гүлжан"
    person.save()
    asked = client.post(reverse("certificates:sign", args=[batch.pk]), {"seen": seen})
    said = client.post(asked.headers["Location"], {"password": PASSWORD}, follow=True).content.decode()
    assert "Something has changed since you opened this page" in said
    assert not Document.objects.exists()


def test_the_page_shows_what_to_look_at_before_signing() -> None:
    batch = prepared("89.5", "44")
    result = batch.items.get(kind="certificate").result
    result.spread_reason = "Комиссия бірауыздан шешті"
    result.save()
    result.attempt.enrolment.name_confirmed_at = None
    result.attempt.enrolment.name_objection = "Гүлжаһан емес"
    result.attempt.enrolment.save()
    html = page(as_user(head()), "sign", batch.pk)
    for said in ("1 person has not confirmed the spelling of the name:", "(«Гүлжаһан емес»)",
                 "Комиссия бірауыздан шешті", "1 certificate,",
                 "1 statement of attendance", "Sign 2 documents", "Б. Қ. Қуанышев"):  # fmt: skip
        assert said in html


def test_who_is_not_in_office_sees_why_instead_of_a_button() -> None:
    batch = prepared()
    other = make_user("other@institute.example", Role.HEAD)
    html = page(as_user(other), "sign", batch.pk)
    assert "You are not recorded as a signatory in office today" in html
    assert 'name="seen"' not in html


def test_an_acting_head_signs_in_that_capacity() -> None:
    batch = prepared()
    acting = make_user("acting@institute.example", Role.HEAD)
    make_signatory(acting, name="А. Б. Асанов", is_acting=True)
    assert "acts for the head" in page(as_user(acting), "sign", batch.pk)


def test_the_queue_shows_what_waits_and_what_was_signed() -> None:
    waiting, done = prepared(name="Күтуде-1"), issued(name="Бітті-1")
    assert done
    html = page(as_user(head()), "to_sign")
    assert waiting.cohort.name in html
    assert "Бітті-1" in html


def test_the_queue_of_nothing_is_empty() -> None:
    assert 'class="panel empty"' in page(as_user(head()), "to_sign")


@pytest.mark.parametrize("count", [1, 30])
def test_the_signature_page_costs_the_same_for_one_and_for_thirty(
    django_assert_max_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    batch, client = prepared(*["89.5"] * count), as_user(head())
    with django_assert_max_num_queries(28):
        page(client, "sign", batch.pk)


# ---- the PDFs on their way -------------------------------------------------------------------------------------------
def signed() -> Batch:
    batch = issued("44", "40")[0].batch
    assert batch is not None
    return batch


def test_progress_polls_until_nothing_is_left_to_do() -> None:
    batch, client = signed(), as_user(organiser())
    address = reverse("certificates:progress", args=[batch.pk])

    def fragment() -> str:
        return client.get(address, headers={"hx-request": "true"}).content.decode()

    assert 'hx-trigger="every 2s"' in fragment()
    first, second = RenderJob.objects.order_by("pk")
    rendering.render(first.pk)
    assert "1 of 2 ready" in fragment()
    RenderJob.objects.filter(pk=second.pk).update(state="failed", reason="storage", error="OSError: full")
    said = fragment()
    assert "hx-trigger" not in said
    assert "1 failed" in said
    assert "The PDF could not be stored." in said
    assert client.post(reverse("certificates:retry", args=[batch.pk])).status_code == 302
    rendering.render(second.pk)
    assert "All 2 PDFs are ready." in fragment()


def test_progress_survives_leaving_the_page() -> None:
    batch = signed()
    html = page(as_user(organiser()), "batch", batch.cohort_id)
    assert reverse("certificates:progress", args=[batch.pk]) in html


def test_without_a_script_the_page_itself_is_the_progress() -> None:
    batch = signed()
    response = as_user(organiser()).get(reverse("certificates:progress", args=[batch.pk]))
    assert response.headers["Location"] == reverse("certificates:batch", args=[batch.cohort_id])


def test_the_head_sees_the_progress_without_doors_that_are_closed_to_them() -> None:
    batch, client = signed(), as_user(head())
    RenderJob.objects.update(state="failed", error="OSError: full")
    html = page(client, "sign", batch.pk)
    assert "2 failed" in html
    assert reverse("certificates:register") not in html
    again = client.post(reverse("certificates:retry", args=[batch.pk]))
    assert again.headers["Location"] == reverse("certificates:sign", args=[batch.pk])
    assert set(RenderJob.objects.values_list("state", flat=True)) == {"queued"}


@pytest.mark.parametrize("state", ["queued", "failed"])
def test_a_missing_pango_is_said_to_all_and_the_line_that_mends_it_to_the_administrator(state: str) -> None:
    batch = signed()
    line = "apt-get install -y libpango-1.0-0"
    RenderJob.objects.update(state=state, reason="paper", error=f"Install it with: {line}")
    document, keeper = Document.objects.first(), make_user("keeper@institute.example", Role.ADMINISTRATOR)
    assert document is not None
    for user, technical in ((organiser(), False), (keeper, True)):
        client = as_user(user)
        for html in (page(client, "batch", batch.cohort_id), page(client, "document", document.pk)):
            assert "a library or a font is missing" in html
            assert (line in html) is technical


def test_when_everybody_is_documented_the_cohort_can_be_closed() -> None:
    batch = signed()
    Cohort.objects.update(status="defending")
    html = page(as_user(organiser()), "batch", batch.cohort_id)
    assert "Everybody who has a result has their document." in html
    assert reverse("courses:cohort", args=[batch.cohort_id]) in html
