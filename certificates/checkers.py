"""Who may check lists of codes: an address that was confirmed, an organisation, a purpose; and the administrator's no.

It opens nothing else: there is no role, and an address that is on record already is never taken over.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from certificates.models import Checker, CheckerEvent
from people.languages import Language
from people.models import Person, Provider, User

Kind = CheckerEvent.Kind

CURRENT = "2026-1"
TEXTS: dict[str, dict[str, str]] = {
    "2026-1": {
        "kk": (
            "Сертификаттарды тек көрсетілген мақсатта тексеремін және алынған мәліметтерді басқа мақсатта "
            "пайдаланбаймын, таратпаймын. {provider} ұйымының менің атымды, электрондық поштамды, ұйымымды, "
            "мақсатымды және тізімдерді қашан, қанша кодпен тексергенімді сақтауына келісемін. Кодтар мен аты-жөндер "
            "сақталмайды."
        ),
        "ru": (
            "Проверяю сертификаты только с указанной целью, не использую полученные сведения иначе и не "
            "распространяю их. Соглашаюсь с тем, что {provider} хранит моё имя, электронную почту, организацию, цель "
            "и сведения о том, когда и сколько кодов я проверяю. Коды и имена не хранятся."
        ),
        "en": (
            "I check certificates for the named purpose only; I do not use what I learn otherwise and do not pass it "
            "on. I agree that {provider} keeps my name, e-mail, organisation and purpose, and when I check how many "
            "codes. Codes and names are not kept."
        ),
    }
}


@dataclass(frozen=True)
class Registration:
    """What was filled in, until the address is confirmed."""

    email: str
    name: str
    organisation: str
    purpose: str
    language: str


def consent_text(language: str, version: str = CURRENT) -> str:
    provider = Provider.objects.first()
    name = getattr(provider, f"legal_name_{language}", "") if provider else ""
    return " ".join(TEXTS[version][Language(language)].format(provider=name or "Basqaru").split())


def checker_of(user: User) -> Checker | None:
    return Checker.objects.filter(user=user, ended_at=None).first()


def is_on_record(email: str) -> bool:
    """Whether somebody signs in with it, or could: then it is theirs, and stays so.

    With the mailbox of a school that stands on the records of several nobody signs in. Who reads it may check lists,
    and that is all it opens (`people.signing_in.ensure_user`).
    """
    return User.objects.filter(email__iexact=email).exists() or owner_of(email) is not None


def owner_of(email: str) -> Person | None:
    """Whose address it is, and nobody else's."""
    owners = list(Person.objects.current().filter(email__iexact=email)[:2])
    return owners[0] if len(owners) == 1 else None


@transaction.atomic
def confirm(said: Registration, *, user: User | None = None, now: datetime | None = None) -> Checker:
    """The address was confirmed: the sign-in comes into being, and the right to check lists. Once for each user."""
    user = user or _sign_in_of(said)
    at = now or timezone.now()
    said_now = {
        "organisation": said.organisation,
        "purpose": said.purpose,
        "consent_version": CURRENT,
        "consent": consent_text(said.language),
        "confirmed_at": at,
    }
    kept, made = Checker.objects.get_or_create(user=user, defaults=said_now)
    if not made and kept.ended_at is not None:  # a participant or a member of staff, who comes back
        for name, value in {**said_now, "ended_at": None}.items():
            setattr(kept, name, value)
        kept.save()
        made = True
    if made:
        CheckerEvent.objects.create(checker=kept, kind=Kind.CONFIRMED, by=user, at=at)
    return kept


def _sign_in_of(said: Registration) -> User:
    taken = ValidationError(
        _("This address has come on record meanwhile: sign in with it, then open this page again."), code="on_record"
    )
    if is_on_record(said.email):
        raise taken
    user = User(email=said.email.strip().lower(), name=said.name, language=said.language)
    user.set_unusable_password()
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:  # confirmed twice at once
        raise taken from error
    return user


def block(checker: Checker, *, by: User, why: str, now: datetime | None = None) -> Checker:
    """From the next request on this checker checks nothing; what they signed in for otherwise stays theirs."""
    if not why.strip():
        raise ValidationError(_("Say why: it stays on record."))
    return _move(checker, blocked=True, by=by, why=why, now=now)


def restore(checker: Checker, *, by: User, now: datetime | None = None) -> Checker:
    return _move(checker, blocked=False, by=by, why="", now=now)


@transaction.atomic
def _move(checker: Checker, *, blocked: bool, by: User, why: str, now: datetime | None) -> Checker:
    row = Checker.objects.select_for_update(of=("self",)).get(pk=checker.pk)
    if row.ended_at is not None:
        raise ValidationError(_("This registration was ended."))
    if row.is_blocked == blocked:
        raise ValidationError(_("They are blocked already.") if blocked else _("They are not blocked."))
    row.is_blocked = blocked
    row.save(update_fields=["is_blocked"])
    kind = Kind.BLOCKED if blocked else Kind.RESTORED
    CheckerEvent.objects.create(checker=row, kind=kind, why=why.strip(), by=by, at=now or timezone.now())
    return row
