"""A code by e-mail that proves whose the address is, before anything is written down: until then it waits in the
session of the browser, for ten minutes and five tries.

Whoever asks learns nothing about the address: for one on record the page is the same, and its owner is told by mail.
"""

from __future__ import annotations

from dataclasses import asdict
from time import time
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from certificates.checkers import Registration, is_on_record
from people.models import User
from people.throttling import counted

KEY = "certificates.checker"
TRIES = 5
MAILS_TO_ONE_ADDRESS = 3  # in the window of people.throttling


def ask(request: HttpRequest, said: Registration, *, user: User | None) -> None:
    """Send the code; to an address on record that is not the asker's own, a word on how to go on instead."""
    own = user is not None and user.email == said.email
    code = get_adapter().generate_login_code() if own or not is_on_record(said.email) else ""
    request.session[KEY] = {"said": asdict(said), "code": _digest(_letters(code)), "at": time(), "tries": 0}
    if counted("checker-mail", by=_digest(said.email.casefold())[:20], without_cache=True) > MAILS_TO_ONE_ADDRESS:
        return
    which = "checker_code" if code else "checker_known"
    address = f"{settings.SITE_URL}{reverse('account_login')}"
    get_adapter().send_mail(f"certificates/mail/{which}", said.email, {"code": code, "address": address})


def waiting(request: HttpRequest) -> Registration | None:
    """What waits for its code in this browser, if it has not waited too long."""
    kept: dict[str, Any] | None = request.session.get(KEY)
    if kept is None or time() - kept["at"] > settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT or kept["tries"] >= TRIES:
        forget(request)
        return None
    return Registration(**kept["said"])


def is_right(request: HttpRequest, code: str) -> bool:
    """Whether it is the code that was sent; each answer counts as a try."""
    kept: dict[str, Any] = request.session[KEY]
    kept["tries"] += 1
    request.session.modified = True
    return bool(_letters(code)) and constant_time_compare(kept["code"], _digest(_letters(code)))


def forget(request: HttpRequest) -> None:
    request.session.pop(KEY, None)


def _letters(code: str) -> str:
    """A code as it counts: people type it without its dash and in small letters."""
    return "".join(letter for letter in code.upper() if letter.isalnum())


def _digest(text: str) -> str:
    return str(salted_hmac("certificates.confirming_address", text, algorithm="sha256").hexdigest())
