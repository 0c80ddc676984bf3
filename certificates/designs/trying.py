"""A draft on real data: a person of a cohort, or the longest that a certificate is likely to say."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from threading import Lock

import pypdfium2
from django.conf import settings
from django.utils import timezone
from PIL import Image

from assessment.models import Result
from certificates import design
from certificates.composing import compose, in_design, issued_by, signed_by, valid_through
from certificates.designs import pictures
from certificates.eligibility import DECIDED
from certificates.models import DesignVersion, Document
from certificates.models.design import Look, seal_of, second_of
from certificates.signatories import likely_signatory
from certificates.snapshot import DesignSnapshot, PersonName, Snapshot
from courses.models import Enrolment, ProgrammeVersion
from people.models import Provider, Signatory, User
from people.written import Words

LONGEST_NAME: PersonName = {
    "surname": "Әбдірахмановажүнісбекқызы",
    "given": "Мұхаммедғабдулғазизжанбол",
    "patronymic": "Құдайбергенұлыабдулхамитқа",
    "full": "Әбдірахмановажүнісбекқызы Мұхаммедғабдулғазизжанбол Құдайбергенұлыабдулхамитқа",
}
LONGEST_TITLE: Words = {
    "kk": "Білім беру ұйымдарындағы инновациялық менеджмент: сапаны, инклюзияны, цифрлық трансформацияны және "
    "қауіпсіз ортаны басқарудың заманауи тәсілдері мен құралдары",
    "ru": "Инновационный менеджмент в организациях образования: современные подходы и инструменты управления "
    "качеством, инклюзией, цифровой трансформацией и безопасной средой",
    "en": "Innovative management in education organisations: modern approaches to and tools for quality, inclusion, "
    "digital transformation and a safe environment",
}
DPI = 110
_drawing = Lock()  # PDFium serves one thread at a time


def draft_look(look: Look, provider: Provider | None) -> DesignSnapshot:
    """As a published version would be frozen, with the pictures of today; refused where one is missing."""
    logo, seal = pictures.wanted(look, provider)
    return {
        "version": None,
        "second": second_of(look.languages),
        "palette": look.palette,
        "plate": "calm" if look.plate == Look.Plate.CALM else "guilloche",
        "logo": pictures.shown(logo),
        "seal": seal_of(look.seal),
        "seal_picture": pictures.shown(seal),
        "signers": look.signers,
    }


def on_data(look: Look, person: Enrolment | None, *, reader: User) -> Snapshot:
    """A preview in this look; without a person, of somebody with the longest name and title, who does not exist."""
    provider = Provider.objects.first()
    frozen = look.frozen() if isinstance(look, DesignVersion) else draft_look(look, provider)
    signatory = likely_signatory(reader, timezone.localdate())
    result = _result(person)
    if person is None or result is None:
        snapshot = in_design(_nobody(provider, signatory), look.languages, frozen)
    else:
        snapshot = compose(
            result,
            enrolment=person,
            cohort=person.cohort,
            kind=Document.Kind.CERTIFICATE,
            issued_on=timezone.localdate(),
            provider=provider,
            signatory=signatory,
        )
        snapshot = in_design(snapshot, look.languages, frozen)
    return snapshot


def pdf(snapshot: Snapshot) -> bytes:
    """As it would be printed; no compiled design is kept of a draft. Raises PaperUnavailable."""
    return design.render_whole(snapshot)


def first_page(snapshot: Snapshot) -> bytes:
    """The same as a PNG of its first page."""
    drawn = BytesIO()
    with _drawing:
        document = pypdfium2.PdfDocument(pdf(snapshot))
        try:
            page = document[0].render(scale=DPI / 72).to_pil().convert("RGB")
            page.quantize(method=Image.Quantize.FASTOCTREE).save(drawn, "PNG")
        finally:
            document.close()
    return drawn.getvalue()


def people() -> list[Enrolment]:
    """Whose data a draft can be tried on: the latest who passed."""
    rows = Enrolment.objects.filter(status=Enrolment.Status.PASSED, attempts__results__isnull=False).distinct()
    return list(rows.select_related("person", "cohort").order_by("-pk")[:30])


def _result(person: Enrolment | None) -> Result | None:
    if person is None:
        return None
    found = Result.objects.filter(attempt__enrolment=person).current().order_by("-attempt__number").first()
    return found if found and found.passed and person.status in DECIDED else None


def _nobody(provider: Provider | None, signatory: Signatory | None) -> Snapshot:
    """What can be said before anybody has passed: the longest of everything, no points."""
    version, today = ProgrammeVersion.objects.order_by("-pk").first(), timezone.localdate()
    return {
        "kind": "certificate",
        "specimen": True,
        "language": "tri",
        "number": None,
        "code": None,
        "site": settings.SITE_URL,
        "name": LONGEST_NAME,
        "organisation": "",
        "programme": LONGEST_TITLE,
        "hours": {"declared": version.declared_hours if version else 80, "sum_line": False},
        "course_start": (today - timedelta(days=18)).isoformat(),
        "course_end": today.isoformat(),
        "issued_on": today.isoformat(),
        "valid_through": valid_through(today, version.validity_years if version else 3).isoformat(),
        "provider": issued_by(provider),
        "signatory": signed_by(signatory),
        "modules": [],
        "criteria": [],
        "total_exact": "0",
        "total": 0,
        "band": None,
        "bands": [],
        "project_topic": "",
        "blank": None,
        "replaces": None,
    }
