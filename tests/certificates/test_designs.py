"""Designs: drawn, tried on real data, published for good, chosen for a batch and frozen with the signature."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from io import BytesIO
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from pytest_django import Settings

from certificates import design as paper
from certificates import issuing, reissuing, rendering
from certificates.checking import problems
from certificates.designs import drawing, trying
from certificates.models import Batch, Design, DesignVersion, RenderJob
from certificates.paper.pictures import PictureMissing, _stored, address
from certificates.snapshot import AS_EVER
from courses.models import Enrolment
from people.models import Provider
from people.providing import read_seal
from people.versions import newest_version
from tests.cast import daulet, marat
from tests.certificates.blank_scenes import make_pile, make_printer
from tests.certificates.design_samples import CHAIR, drawn
from tests.certificates.issued import as_user, asked, head, organiser, ready_cohort, user
from tests.paper_reading import Paper

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
DAY = date(2026, 11, 20)
NAME, CAPACITY = CHAIR["name"], CHAIR["capacity"]


@pytest.fixture(autouse=True)
def _storage(settings: Settings, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = settings.DATA_DIR = tmp_path


def published(name: str = "Ceremony", *, usual: bool = False, **choices: Any) -> DesignVersion:
    design = drawing.begin(name, by=organiser())
    drawing.draw(design, choices, by=organiser())
    version = drawing.publish(design, by=organiser())
    if usual:
        drawing.make_usual(design, by=organiser())
    return version


def with_pictures() -> Provider:
    ready_cohort("89.5")
    provider = Provider.objects.get()
    provider.logo.save("logo.png", ContentFile(drawn()), save=False)
    provider.seal.save("seal.png", ContentFile(drawn((600, 600))), save=False)
    provider.save()
    return provider


def form_of(**changes: Any) -> dict[str, Any]:
    usual = {"languages": "kk+ru", "palette": "blue", "plate": "calm", "seal": "place", "on": ""}
    signer = {"name": NAME, **CAPACITY}
    return usual | {f"signer_1_{part}": text for part, text in signer.items()} | changes


# ---- what holds -----------------------------------------------------------------------------------------------------
def test_a_published_version_cannot_be_changed_in_the_database() -> None:
    version = published(languages="kk+ru")
    with pytest.raises(DatabaseError), transaction.atomic():
        DesignVersion.objects.filter(pk=version.pk).update(palette="blue")
    with pytest.raises(DatabaseError), transaction.atomic():
        DesignVersion.objects.filter(pk=version.pk).delete()
    assert DesignVersion.objects.get().palette == "teal"


def test_the_next_version_begins_from_the_one_in_use_and_retires_it() -> None:
    first = published(languages="kk+ru", palette="blue")
    drawing.draw(first.design, {"palette": "burgundy"}, by=organiser())
    second = drawing.publish(first.design, by=organiser())
    assert (second.number, second.languages, second.palette) == (2, "kk+ru", "burgundy")
    assert Design.objects.get().current == second
    assert DesignVersion.objects.get(number=1).palette == "blue"


def test_a_logo_is_printed_as_it_was_when_the_design_was_published() -> None:
    provider = with_pictures()
    version = published(has_logo=True, seal="picture")
    kept = version.frozen()
    before = address(kept["logo"])
    provider.logo.save("logo.png", ContentFile(drawn(colour="#6A1529")), save=True)
    assert address(DesignVersion.objects.get().frozen()["logo"]) == before
    drawing.draw(version.design, {}, by=organiser())
    second = drawing.publish(version.design, by=organiser())
    assert second.logo_sha256 != version.logo_sha256
    assert second.seal_key == version.seal_key  # the same bytes, kept once


def test_a_picture_that_was_tampered_with_is_not_printed() -> None:
    with_pictures()
    logo = published(has_logo=True).logo
    assert logo is not None
    with pytest.raises(PictureMissing):
        address({**logo, "sha256": "0" * 64})


def test_the_proof_of_the_register_misses_a_picture() -> None:
    with_pictures()
    version = published("Ceremony", has_logo=True, seal="picture")
    assert [said for said in problems() if "Design" in said] == []
    default_storage.delete(version.logo_key)
    assert [said for said in problems() if "Design" in said] == [
        "Design “Ceremony”, version 1: its logo is missing from storage, or is not the one that was published."
    ]
    assert [said for said in problems(with_files=False) if "Design" in said] == []


@pytest.mark.parametrize(
    ("choices", "sentence"),
    [
        ({"has_logo": True}, "The provider has no logo yet: add it on the provider's page, or leave it out."),
        (
            {"seal": "picture"},
            "The provider has no picture of its seal yet: add it on the provider's page, or leave a place.",
        ),
        ({"signers": [CHAIR] * 3}, "At most 2 sign beside the head."),
    ],
)
def test_what_cannot_be_printed_is_refused_while_it_is_drawn(choices: dict[str, Any], sentence: str) -> None:
    ready_cohort("89.5")
    design = drawing.begin("Ceremony", by=organiser())
    with pytest.raises(ValidationError, match=sentence):
        drawing.draw(design, choices, by=organiser())


def test_each_act_is_refused_where_it_makes_no_sense() -> None:
    design = drawing.begin("Ceremony", by=organiser())
    for rule, sentence in (
        (drawing.retire, "This design is not in use."),
        (drawing.bring_back, "Only a retired design can be brought back."),
        (drawing.make_usual, "Publish the design first."),
    ):
        with pytest.raises(ValidationError, match=sentence):
            rule(design, by=organiser())
    drawing.publish(design, by=organiser())
    with pytest.raises(ValidationError, match="There is no draft to publish"):
        drawing.publish(design, by=organiser())
    with pytest.raises(ValidationError, match="There is no draft to discard"):
        drawing.discard(design, by=organiser())
    drawing.retire(design, by=organiser())
    drawing.bring_back(design, by=organiser())
    assert Design.objects.in_use().get() == design


def test_a_name_is_given_once() -> None:
    drawing.begin("Ceremony", by=organiser())
    with pytest.raises(ValidationError, match="There is a design of this name already"):
        drawing.begin(" Ceremony ", by=organiser())
    page = as_user(organiser()).post(reverse("certificates:designs"), {"name": "Ceremony"}).content.decode()
    assert "There is a design of this name already" in page


def test_two_who_draw_one_draft_do_not_overwrite_each_other() -> None:
    design = drawing.begin("Ceremony", by=organiser())
    seen = design.draft.history.latest().history_id
    drawing.draw(design, {"palette": "blue"}, by=head(), seen=seen)
    with pytest.raises(ValidationError, match="Somebody else has saved this meanwhile"):
        drawing.draw(design, {"palette": "burgundy"}, by=organiser(), seen=seen)


def test_two_who_begin_the_next_version_do_not_overwrite_each_other() -> None:
    version = published(palette="blue")
    edit = reverse("certificates:design_edit", args=[version.design_id])
    client = as_user(organiser())
    assert '<input type="hidden" name="seen" value="0"' in client.get(edit).content.decode()
    client.post(edit, form_of(palette="burgundy", seen="0"))
    said = client.post(edit, form_of(palette="graphite", seen="0")).content.decode()
    assert "Somebody else has begun the next version meanwhile" in said
    assert Design.objects.get().draft.palette == "burgundy"


@pytest.mark.django_db(transaction=True)
def test_two_who_choose_the_usual_design_at_once_leave_one() -> None:
    designs = [published(name).design for name in ("Ceremony", "Another")]
    by, barrier = organiser(), Barrier(2)

    def choose(place: int) -> None:
        try:
            barrier.wait()
            drawing.make_usual(designs[place], by=by)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(choose, range(2)))
    assert Design.objects.filter(is_usual=True).count() == 1


def test_where_the_files_are_gone_pages_say_so() -> None:
    """As after a restore without the media folder."""
    provider, client = with_pictures(), as_user(organiser())
    version = published(has_logo=True, seal="picture", usual=True)
    for key in (version.logo_key, provider.logo.name, provider.seal.name):
        default_storage.delete(str(key))
    _stored.cache_clear()
    design = version.design_id
    edit = reverse("certificates:design_edit", args=[design])
    assert "The provider has no logo yet" in client.post(edit, form_of(has_logo="on", show="1")).content.decode()
    assert "The provider has no logo yet" in client.post(edit, form_of(has_logo="on")).content.decode()
    assert client.get(reverse("certificates:design_picture", args=[design, "current"])).status_code == 404
    told = client.get(reverse("certificates:design_pdf", args=[design, "current"]), follow=True).content.decode()
    assert f"cannot be read from the storage: {version.logo_key}" in told
    enrolment = Enrolment.objects.get()
    preview = reverse("certificates:preview", args=[enrolment.cohort_id, enrolment.pk])
    assert "cannot be read from the storage" in client.get(preview, follow=True).content.decode()


def test_a_paper_waits_for_its_picture_until_it_is_restored() -> None:
    with_pictures()
    version = published(has_logo=True)
    cohort = ready_cohort("89.5", attested_on=DAY, name="Топ 2")
    [document] = issuing.sign(issuing.prepare(cohort, issued_on=DAY, by=organiser(), design=version), by=head())
    kept = default_storage.open(version.logo_key).read()
    default_storage.delete(version.logo_key)
    _stored.cache_clear()
    begin = timezone.now()
    for minutes in (0, 1, 3, 30):
        rendering.sweep(now=begin + timedelta(minutes=minutes, seconds=1))
        job = RenderJob.objects.get(document=document)
        assert (job.state, job.reason) == ("queued", "picture")
    assert "logo or the seal could not be read" in job.get_reason_display()
    default_storage.save(version.logo_key, ContentFile(kept))
    rendering.sweep(now=begin + timedelta(hours=2))
    assert RenderJob.objects.get(document=document).state == "done"


# ---- in a batch -----------------------------------------------------------------------------------------------------
def test_a_certificate_in_two_languages_cannot_be_chosen_for_a_blank() -> None:
    version = published(languages="kk+ru")
    cohort = ready_cohort("89.5", attested_on=DAY)
    [document] = issuing.sign(issuing.prepare(cohort, issued_on=DAY, by=organiser(), design=version), by=head())
    pile, printer = make_pile(received_on=DAY), make_printer()
    client = as_user(organiser())
    page = client.get(reverse("certificates:print_choose"), {"document": document.pk}).content.decode()
    assert "In two languages side by side: it is not printed on blanks." in page
    assert 'name="d"' not in page
    check = {"d": document.pk, "pile": pile.pk, "printer": printer.pk}
    answer = client.get(reverse("certificates:print_check"), check, follow=True).content.decode()
    assert "is in two languages side by side: it is not printed on blanks." in answer


def test_a_batch_keeps_the_version_that_it_was_prepared_in() -> None:
    version = published(languages="kk+ru", palette="blue", signers=[CHAIR])
    cohort = ready_cohort("89.5", "44", attested_on=DAY)
    batch = issuing.prepare(cohort, issued_on=DAY, by=organiser(), design=version)
    drawing.draw(version.design, {"palette": "burgundy"}, by=organiser())
    drawing.publish(version.design, by=organiser())
    drawing.retire(version.design, by=organiser())
    certificate, statement = issuing.sign(batch, by=head())
    frozen = certificate.snapshot["design"]
    assert (frozen["version"], frozen["second"], frozen["palette"]) == (version.pk, "ru", "blue")
    assert frozen["signers"] == [CHAIR]
    assert certificate.snapshot["language"] == "kk"
    assert "design" not in statement.snapshot  # a letter looks as it always does
    duplicate = reissuing.sign(asked(certificate, issued_on=DAY), by=head())[0]
    assert duplicate.snapshot["design"] == frozen
    said = Paper(paper.render(certificate.snapshot)).text(0)
    assert NAME in said
    assert "Настоящим сертификатом подтверждается:" in said


def test_without_a_design_a_certificate_looks_as_ever() -> None:
    cohort = ready_cohort("89.5", attested_on=DAY)
    [document] = issuing.sign(issuing.prepare(cohort, issued_on=DAY, by=organiser()), by=head())
    assert "design" not in document.snapshot
    assert AS_EVER["palette"] == "teal"


def test_the_organiser_chooses_the_design_where_there_is_one() -> None:
    cohort = ready_cohort("89.5", attested_on=DAY)
    client, address_of = as_user(organiser()), reverse("certificates:batch", args=[cohort.pk])
    assert 'name="design"' not in client.get(address_of).content.decode()
    published("Plain")
    usual = published(usual=True, languages="kk+ru").design
    page = client.get(address_of).content.decode()
    assert f'<option value="{usual.pk}" selected>' in page
    client.post(address_of, {"issued_on": DAY.isoformat(), "design": usual.pk})
    assert Batch.objects.get().design == usual.current
    assert "Ceremony, version 1" in client.get(address_of).content.decode()
    Batch.objects.update(state=Batch.State.DISCARDED)
    client.post(address_of, {"issued_on": DAY.isoformat(), "design": ""})
    assert Batch.objects.exclude(state=Batch.State.DISCARDED).get().design is None


# ---- pages ----------------------------------------------------------------------------------------------------------
def test_a_design_is_begun_drawn_shown_and_published() -> None:
    ready_cohort("89.5")
    client = as_user(organiser())
    made = client.post(reverse("certificates:designs"), {"name": "Ceremony"}, follow=True)
    design = Design.objects.get()
    assert made.redirect_chain[-1][0] == reverse("certificates:design_edit", args=[design.pk])
    edit = reverse("certificates:design_edit", args=[design.pk])
    shown = client.post(edit, form_of(show="1"))
    assert "data:image/png;base64," in shown.content.decode()
    assert design.draft.languages == "cohort"  # nothing was written
    trimmed = client.post(edit, form_of(), headers={"HX-Request": "true"}).content.decode()
    assert "data:image/png;base64," in trimmed
    assert "<html" not in trimmed
    client.post(edit, form_of())
    design.draft.refresh_from_db()
    assert design.draft.signers == [CHAIR]
    publish = reverse("certificates:design_publish", args=[design.pk])
    refused = client.post(publish, follow=True).content.decode()
    assert "Look at both pages and tick the box, then publish." in refused
    unseen = client.post(publish, {"looked": "on"}, follow=True).content.decode()
    assert "Look at both pages and tick the box, then publish." in unseen
    assert not DesignVersion.objects.exists()
    client.post(publish, {"looked": "on", "seen": newest_version(design.draft)})
    version = DesignVersion.objects.get()
    assert (version.languages, version.published_by) == ("kk+ru", organiser())
    picture = client.get(reverse("certificates:design_picture", args=[design.pk, "current"]))
    assert Image.open(BytesIO(picture.content)).size == (1287, 910)
    pdf = client.get(reverse("certificates:design_pdf", args=[design.pk, "current"]))
    said = "".join(Paper(pdf.content).text(0).split())
    assert "".join(trying.LONGEST_NAME["patronymic"].split()) in said
    assert "ПРЕДПРОСМОТР" in said or "ОБРАЗЕЦ" in said


def test_a_draft_is_shown_on_the_data_of_a_person() -> None:
    ready_cohort("89.5")
    design = drawing.begin("Ceremony", by=organiser())
    [person] = trying.people()
    snapshot = trying.on_data(design.draft, person, reader=organiser())
    assert snapshot["name"]["full"] == person.person.full_name
    assert snapshot["number"] is None
    page = as_user(organiser()).get(reverse("certificates:design_edit", args=[design.pk])).content.decode()
    assert f'<option value="{person.pk}">' in page


def test_what_a_draft_changes_is_said_in_words() -> None:
    version = published(palette="blue")
    drawing.draw(version.design, {"palette": "graphite", "signers": [CHAIR]}, by=organiser())
    page = as_user(organiser()).get(reverse("certificates:design", args=[version.design_id])).content.decode()
    assert "What the draft changes" in page
    assert "<td>Blue and gold</td><td>Graphite</td>" in page
    assert NAME in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"signer_1_ru": ""}, "Fill in the name and the capacity in three languages, or none of them."),
        ({"signer_1_name": "漢字"}, "The paper&#x27;s font has no letter “漢字”."),
        ({"has_logo": "on"}, "The provider has no logo yet"),
    ],
)
def test_the_form_says_what_is_missing(changes: dict[str, str], sentence: str) -> None:
    ready_cohort("89.5")
    design = drawing.begin("Ceremony", by=organiser())
    edit = reverse("certificates:design_edit", args=[design.pk])
    assert sentence in as_user(organiser()).post(edit, form_of(**changes)).content.decode().replace("&#x27;s page", "")


def test_the_buttons_do_what_they_say() -> None:
    version, client = published(), as_user(organiser())
    pk = version.design_id

    def press(act: str, **data: str) -> Design:
        client.post(reverse(f"certificates:design_{act}", args=[pk]), data)
        return Design.objects.get(pk=pk)

    assert press("make_usual").is_usual
    client.post(reverse("certificates:design_none_usual"))
    assert not Design.objects.get(pk=pk).is_usual
    assert press("retire").current is None
    assert press("bring_back").current == version
    press("copy", name="Another")
    copy = Design.objects.get(name="Another")
    assert copy.draft.as_chosen() == version.as_chosen()
    client.post(reverse("certificates:design_discard", args=[copy.pk]))
    assert not Design.objects.filter(name="Another").exists()


ACTS = ("publish", "copy", "discard", "retire", "bring_back", "make_usual")


@pytest.mark.parametrize("act", [*ACTS, "none_usual"])
def test_only_the_organiser_acts_on_designs_and_never_by_a_link(act: str) -> None:
    version = published(usual=True)
    drawing.draw(version.design, {"palette": "blue"}, by=organiser())
    args, data = ([] if act == "none_usual" else [version.design_id]), {"looked": "on", "seen": "1", "name": "Other"}
    address_of = reverse(f"certificates:design_{act}", args=args)
    assert Client().post(address_of, data).status_code == 302
    for user_ in (marat(), daulet(), head()):
        assert as_user(user_).post(address_of, data).status_code == 403
    design = Design.objects.get()
    assert (design.is_usual, design.current, design.draft.palette) == (True, version, "blue")
    assert as_user(organiser()).get(address_of).status_code == 405
    if args:
        assert as_user(organiser()).post(reverse(f"certificates:design_{act}", args=[0]), data).status_code == 404


PAGES = [("designs", ()), ("design", ("pk",)), ("design_edit", ("pk",)), ("design_picture", ("pk", "current"))]


@pytest.mark.parametrize(("name", "args"), PAGES, ids=[name for name, _args in PAGES])
def test_only_the_organiser_sees_designs(name: str, args: tuple[str, ...]) -> None:
    version = published()
    address_of = reverse(f"certificates:{name}", args=[version.design_id if each == "pk" else each for each in args])
    assert Client().get(address_of).status_code == 302
    assert as_user(marat()).get(address_of).status_code == 403
    assert as_user(daulet()).get(address_of).status_code == 403
    if args:
        gone = reverse(f"certificates:{name}", args=[0 if each == "pk" else each for each in args])
        assert as_user(organiser()).get(gone).status_code == 404


def test_the_list_asks_as_much_for_thirty_as_for_one() -> None:
    published()
    client, page = as_user(organiser()), reverse("certificates:designs")
    client.get(page)
    counts = []
    for more in (0, 29):
        for place in range(more):
            published(f"Design {place}")
        with CaptureQueriesContext(connection) as queries:
            client.get(page)
        counts.append(len(queries))
    assert counts[0] == counts[1]


# ---- the seal -------------------------------------------------------------------------------------------------------
def test_a_seal_is_a_picture_with_a_transparent_ground() -> None:
    assert read_seal(SimpleUploadedFile("seal.png", drawn())).name == "seal.png"
    opaque = BytesIO()
    Image.new("RGB", (60, 60), "white").save(opaque, "PNG")
    for content in (opaque.getvalue(), b"no picture"):
        with pytest.raises(ValidationError):
            read_seal(SimpleUploadedFile("seal.png", content))


def test_the_seal_is_shown_to_the_staff_alone() -> None:
    with_pictures()
    assert Client().get(reverse("people:seal")).status_code == 302
    assert as_user(user("daulet@institute.example") or daulet()).get(reverse("people:seal")).status_code == 403
    assert as_user(organiser()).get(reverse("people:seal"))["Content-Type"] == "image/png"
