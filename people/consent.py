"""Consent to the use of personal data (law № 94-V): the texts by version, and its giving and withdrawal.

A text is never changed: another wording is another version, and what a person agreed to is kept with their consent.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people.languages import Language, in_language
from people.models import Consent, Person, Provider, User

CURRENT = "2026-1"
TEXTS: dict[str, dict[str, str]] = {
    "2026-1": {
        "kk": (
            "Мен {provider} ұйымына жеке деректерімді – тегімді, атымды, әкемнің атын (бар болса), ЖСН-імді, "
            "туған күнімді, жұмыс орным мен лауазымымды, байланыс деректерімді, оқу нәтижелерімді – біліктілікті "
            "арттыру курсын ұйымдастыру, қорытынды аттестаттау, сертификат немесе анықтама беру және оның "
            "түпнұсқалығын тексеру, курстан кейінгі қолдау көрсету үшін жинауға және өңдеуге келісім беремін. "
            "Сертификатты QR-код бойынша тексерген кез келген адам онда басылған мәліметтерді – аты-жөнімді, курс "
            "тақырыбын, сағат көлемін, күндері мен модульдерді – көретінін білемін; ЖСН, байланыс деректері мен "
            "ұпайлар көрсетілмейді. Деректер Қазақстан Республикасында сақталады. Келісімді кез келген уақытта "
            "кері қайтарып ала аламын."
        ),
        "ru": (
            "Даю {provider} согласие на сбор и обработку моих персональных данных – фамилии, имени, отчества (при "
            "наличии), ИИН, даты рождения, места работы и должности, контактных данных, результатов обучения – "
            "для организации курса повышения квалификации, итоговой аттестации, выдачи сертификата или справки и "
            "проверки их подлинности, посткурсовой поддержки. Мне известно, что каждый, кто проверит сертификат "
            "по QR-коду, увидит напечатанные в нём сведения: имя, тему курса, объём часов, даты и модули; ИИН, "
            "контактные данные и баллы не показываются. Данные хранятся в Республике Казахстан. Я могу отозвать "
            "согласие в любое время."
        ),
        "en": (
            "I agree that {provider} collects and processes my personal data – surname, given name, patronymic "
            "(if any), IIN, date of birth, place of work and position, contact details, results of study – in "
            "order to organise the professional development course and the final attestation, to issue the "
            "certificate or statement and to let it be checked, and to give support after the course. I know that "
            "anybody who checks the certificate by its QR code sees what is printed on it: my name, the topic, "
            "hours, dates and modules of the course; the IIN, contact details and points are not shown. The data "
            "is kept in the Republic of Kazakhstan. I may withdraw this consent at any time."
        ),
    }
}


def consent_text(language: str, version: str = CURRENT) -> str:
    """The wording as the person reads it, with the provider's legal name."""
    provider = Provider.objects.first()
    name = in_language(provider, "legal_name", language) if provider else ""
    return " ".join(TEXTS[version][Language(language)].format(provider=name).split())


def consent_in_force(person: Person) -> Consent | None:
    return person.consents.filter(withdrawn_at=None).first()


@transaction.atomic
def give_consent(person: Person, *, language: str, by: User | None) -> Consent:
    """Record what the person agreed to, in the wording and the language that they read; once while it is in force."""
    Person.objects.select_for_update().get(pk=person.pk)
    given = consent_in_force(person)
    if given is not None:
        return given
    return Consent.objects.create(
        person=person, text_version=CURRENT, text=consent_text(language), language=language, recorded_by=by
    )


def withdraw_consent(person: Person) -> int:
    """The person takes it back: it stays on record with that moment, and the organiser sees it on the person's page."""
    withdrawn = person.consents.filter(withdrawn_at=None).update(withdrawn_at=timezone.now())
    if not withdrawn:
        raise ValidationError(_("There is no consent in force."))
    return withdrawn
