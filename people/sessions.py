"""What the sessions of browsers hold of a human: who is signed in with them, and words that others looked for."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from people.human import Human
from people.looking import KEY, without


def rows_of(human: Human) -> QuerySet[Session]:
    return Session.objects.filter(pk__in=found_in(human))


def found_in(human: Human) -> frozenset[str]:
    return frozenset(session.pk for session, _data in _found(human))


def scrub(human: Human) -> Callable[[QuerySet[Session, Any]], None]:
    """Sessions of theirs end, and those of nobody in which their address waits for a code; in another's, only the
    words go that were looked for, and whatever else names them."""

    def carry_out(rows: QuerySet[Session, Any]) -> None:
        for session, data in list(_found(human)):
            if SESSION_KEY not in data or _is_theirs(data, human):
                session.delete()
                continue
            forget(data, human)
            session.session_data = SessionStore().encode(data)
            session.save(update_fields=["session_data"])

    return carry_out


def forget(data: Any, human: Human) -> None:
    """From a session, or from that of the request in hand, which is written anew when the answer is sent."""
    if KEY in data:
        data[KEY] = without(data[KEY], lambda words: _names(words, human))
    for name in [name for name in list(data.keys()) if name != KEY and _reaches(data[name], human)]:
        del data[name]


def _found(human: Human) -> Iterator[tuple[Session, dict[str, Any]]]:
    for session in human.among(Session.objects.all()).iterator():
        data = session.get_decoded()
        if _is_theirs(data, human) or _says(data, human):
            yield session, data


def _is_theirs(data: dict[str, Any], human: Human) -> bool:
    return data.get(SESSION_KEY) in {str(user.pk) for user in human.users}


def _says(data: dict[str, Any], human: Human) -> bool:
    return any(_names(words, human) for words in data.get(KEY, {}).values()) or _reaches(data, human)


def _names(words: str, human: Human) -> bool:
    """What somebody looked for is a word or two: one of them is a name of theirs, or their number or address."""
    said = words.casefold()
    return any(surname in said for surname, _given in human.names) or _reaches(said, human)


def _reaches(value: Any, human: Human) -> bool:
    """By IIN or address alone: a short surname would be found in any token."""
    said = json.dumps(value, ensure_ascii=False, default=str).casefold()
    return any(each in said for each in human.iins | human.emails)
