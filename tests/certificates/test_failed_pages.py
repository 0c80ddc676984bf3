"""The PDFs of a batch that failed: why how many did, and all of them on a page of their own."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from certificates import progress
from certificates.models import Batch, RenderJob
from people.models import User
from people.roles import Role
from tests.cast import make_user, marat, saule
from tests.certificates.issued import as_user, head, issued, organiser

pytestmark = pytest.mark.django_db


def failed(count: int, **fields: str) -> Batch:
    batch = issued(*["44"] * count)[0].batch
    RenderJob.objects.update(**{"state": "failed", "reason": "storage", "error": "OSError: full", **fields})
    assert batch is not None
    return batch


def page(client: Client, batch: Batch, query: str = "") -> str:
    response = client.get(reverse("certificates:failed", args=[batch.pk]) + query)
    assert response.status_code == 200
    return response.content.decode()


def test_beyond_a_few_the_batch_counts_the_reasons_and_leads_to_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "NAMED", 2)
    batch, client = failed(4), as_user(organiser())
    RenderJob.objects.filter(pk=RenderJob.objects.order_by("pk")[0].pk).update(reason="fault")
    html = client.get(reverse("certificates:batch", args=[batch.cohort_id])).content.decode()
    assert html.count("The program could not make this PDF.") == 2  # beside its count, and beside the one
    assert "All 4 that failed" in html
    assert reverse("certificates:failed", args=[batch.pk]) in html
    assert "Make 4 PDFs again" in html


def test_the_page_names_every_one_with_its_reason_and_starts_them_anew() -> None:
    batch, client = failed(3), as_user(organiser())
    html = page(client, batch)
    for document in batch.documents.all():
        assert f'href="{reverse("certificates:document", args=[document.pk])}">{document}</a>' in html
    assert html.count("The PDF could not be stored.") == 4
    assert "OSError: full" not in html
    assert f'action="{reverse("certificates:retry", args=[batch.pk])}"' in html
    RenderJob.objects.update(state="queued")
    assert "Nothing has failed" in page(client, batch)


def test_the_machines_own_words_are_for_the_administrator_and_the_register_not_for_the_head() -> None:
    batch, document = failed(1), RenderJob.objects.get().document
    keeper = make_user("keeper@institute.example", Role.ADMINISTRATOR)
    assert "OSError: full" in page(as_user(keeper), batch)
    html = page(as_user(head()), batch)
    assert str(document) in html
    assert reverse("certificates:document", args=[document.pk]) not in html


def test_strangers_see_nothing_of_it() -> None:
    batch = failed(1)
    address = reverse("certificates:failed", args=[batch.pk])
    assert Client().get(address)["Location"].startswith(reverse("account_login"))
    for user in (User.objects.get(email="daulet@institute.example"), saule(), marat()):
        assert as_user(user).get(address).status_code == 403
    assert as_user(organiser()).get(reverse("certificates:failed", args=[batch.pk + 99])).status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_the_page_costs_the_same_for_one_and_for_thirty(
    django_assert_max_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    batch, client = failed(count), as_user(organiser())
    with django_assert_max_num_queries(12):
        page(client, batch)


@pytest.mark.parametrize("count", [1, 30])
def test_the_progress_costs_the_same_for_one_and_for_thirty(
    django_assert_max_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    batch, client = failed(count), as_user(organiser())
    with django_assert_max_num_queries(10):
        client.get(reverse("certificates:progress", args=[batch.pk]), headers={"hx-request": "true"})


def test_a_second_page_holds_the_rest() -> None:
    batch, client = failed(52), as_user(organiser())
    last = batch.documents.order_by("-pk")[0]
    assert str(last) not in page(client, batch)
    assert str(last) in page(client, batch, "?page=2")
