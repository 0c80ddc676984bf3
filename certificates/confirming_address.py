"""A code by e-mail that proves whose the address is, before anything is written down: until then what was filled in
waits in the cache, for ten minutes and five tries, and the session of the browser has its random key alone.

Whoever asks learns nothing about the address: for one on record the page is the same, as slow and as fallible, and its
owner is told by mail.
"""

from __future__ import annotations

from dataclasses import asdict
from secrets import token_urlsafe
from smtplib import SMTPException
from time import time
from typing import Any

import structlog
from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import override

from certificates.checkers import Registration, is_on_record, owner_of
from people import delivering
from people.delivering import Outcome
from people.models import User
from people.outbox import post
from people.throttling import WINDOW, counted

log = structlog.get_logger()

KEY = "certificates.checker"
KIND = "checker-known"
TRIES = 5
MAILS_TO_ONE_ADDRESS = 3  # in the window of people.throttling
MAILS = 200  # to all of them


def ask(request: HttpRequest, said: Registration, *, user: User | None) -> None:
    """Send the code; to an address on record that is not the asker's own, a word on how to go on instead.

    Refused before anything is changed, so that the code that went out last goes on working.
    """
    mail = _place_of_mail(said.email)
    own = user is not None and user.email == said.email
    code = get_adapter().generate_login_code() if own or not is_on_record(said.email) else ""
    forget(request)
    key = token_urlsafe(24)
    cache.set(_place(key), {"said": asdict(said), "code": _digest(_letters(code)), "at": time()}, _seconds())
    if cache.get(_place(key)) is None or not (_send(said.email, code) if code else _tell(said, mail)):
        cache.delete(_place(key))
        raise ValidationError(_("No e-mail can be sent at this moment. Try again in a few minutes."), code="away")
    request.session[KEY] = key


def waiting(request: HttpRequest) -> Registration | None:
    """What waits for its code in this browser, if it has not waited too long and not been tried too often."""
    kept = _kept(request)
    if kept is None or int(cache.get(_tries(request), 0)) >= TRIES:
        return None
    return Registration(**kept["said"])


def filled_in(request: HttpRequest) -> Registration | None:
    """What was typed, for who begins again: for as long as it is kept, tried too often or not."""
    kept = _kept(request)
    return Registration(**kept["said"]) if kept else None


def has_asked(request: HttpRequest) -> bool:
    return KEY in request.session


def is_right(request: HttpRequest, code: str) -> bool:
    """Whether it is the code that was sent; each answer counts as a try."""
    kept = _kept(request)
    if kept is None:
        return False
    cache.add(_tries(request), 0, _seconds())
    try:
        tries = int(cache.incr(_tries(request)))
    except ValueError:  # the cache went away meanwhile
        return False
    return tries <= TRIES and bool(_letters(code)) and constant_time_compare(kept["code"], _digest(_letters(code)))


def forget(request: HttpRequest) -> None:
    key = request.session.pop(KEY, None)
    if key is not None:
        cache.delete(_place(key))


def _place_of_mail(email: str) -> str:
    """Which mail of this window to this address it is; refused where there were enough, to it or to everybody."""
    whose = _digest(email.casefold())[:20]
    number = counted("checker-mail", by=whose, without_cache=True)
    if number > MAILS_TO_ONE_ADDRESS:
        raise ValidationError(
            _("%(most)s e-mails went to this address in the last minutes: use the newest one, or come back later."),
            code="enough",
            params={"most": MAILS_TO_ONE_ADDRESS},
        )
    if counted("checker-mail", without_cache=True) > MAILS:
        raise ValidationError(_("No e-mail can be sent at this moment. Try again in a few minutes."), code="away")
    return f"{whose}:{int(time()) // WINDOW}:{number}"


def _send(email: str, code: str) -> bool:
    """A code to sign in with is in no row (design: the outbox); whether the mail server took it."""
    try:
        get_adapter().send_mail("certificates/mail/checker_code", email, {"code": code})
    except (SMTPException, OSError) as error:
        log.warning("checker_code_not_sent", error=type(error).__name__)
        return False
    return True


def _tell(said: Registration, mail: str) -> bool:
    """A letter of the outbox, sent at once: a page that comes sooner, or in spite of a dead mail server, would tell."""
    address = f"{settings.SITE_URL}{reverse('account_login')}"
    with override(said.language):
        letter = post(
            cause=f"{KIND}:{mail}",
            kind=KIND,
            language=said.language,
            subject=_("Your address is known here already"),
            text=render_to_string("certificates/mail/checker_known.txt", {"address": address}).strip(),
            person=owner_of(said.email),
            to_email=said.email,
        )
    return delivering.deliver(letter.pk) in (Outcome.SENT, Outcome.NOTHING_TO_DO)


def _kept(request: HttpRequest) -> dict[str, Any] | None:
    key = request.session.get(KEY)
    kept: dict[str, Any] | None = cache.get(_place(key)) if key else None
    return kept if kept and time() - kept["at"] <= _seconds() else None


def _seconds() -> int:
    return int(settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)


def _place(key: str) -> str:
    return f"{KEY}:{key}"


def _tries(request: HttpRequest) -> str:
    return f"{_place(request.session.get(KEY, ''))}:tries"


def _letters(code: str) -> str:
    """A code as it counts: people type it without its dash and in small letters."""
    return "".join(letter for letter in code.upper() if letter.isalnum())


def _digest(text: str) -> str:
    return str(salted_hmac("certificates.confirming_address", text, algorithm="sha256").hexdigest())
