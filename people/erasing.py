"""The record, its history, the sign-in and the messages of a human are scrubbed; that there was somebody stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from people import sessions
from people.human import Human
from people.models import (
    Consent,
    Distinction,
    Merge,
    OutboxMessage,
    Person,
    QuietHours,
    RefusedAddress,
    SearchWord,
    Signatory,
    User,
    UserEvent,
)
from people.models.user import ERASED
from people.scrubbing import Kept, Obstacle, Scrub, blank, remove

State = OutboxMessage.State
SAID = UserEvent.Kind.RENAMED, UserEvent.Kind.ADDRESS, UserEvent.Kind.LED
GONE = {
    "surname": "", "given_name": "", "patronymic": "", "name_key": "", "search_key": "", "birth_date": None,
    "email": "", "phone": "", "organisation": None, "position": "",
}  # fmt: skip


def obstacles(human: Human) -> list[Obstacle]:
    record = human.kept
    if record.erased_at:
        return [Obstacle(_("The data of this person were erased already."), reverse("people:person", args=[record.pk]))]
    if record.merged_into_id:
        sentence = _("This record was merged into another one: erase that one, which takes this one along.")
        return [Obstacle(sentence, reverse("people:person", args=[record.merged_into_id]))]
    sentence = _("%(user)s works here and has a role: take the roles away first.")
    return [
        Obstacle(sentence % {"user": user}, reverse("people:user", args=[user.pk]))
        for user in human.users
        if user.role_grants.all()
    ]


def scrubs(human: Human, *, by: User, now: datetime) -> list[Scrub]:
    """In an order in which nothing that is still to be found is lost."""
    history: Any = Person.history.model
    users = User.objects.filter(pk__in=[user.pk for user in human.users])
    open_consents = Consent.objects.filter(person__in=human.keys, withdrawn_at=None)
    refused = RefusedAddress.objects.filter(email__in=human.emails)
    return [
        Scrub(_("messages: text, subject and address"), messages_to(human), scrub_messages),
        Scrub(_("consents: withdrawn"), open_consents, blank(withdrawn_at=now)),
        Scrub(_("addresses that mail servers refused"), refused, remove),
        Scrub(_("quiet hours that were chosen"), QuietHours.objects.filter(person__in=human.keys), remove),
        Scrub(_("sessions of the browser"), sessions.rows_of(human), sessions.scrub(human)),
        Scrub(_("places where somebody is signed in"), UserSession.objects.filter(user__in=users), remove),
        Scrub(_("second steps of the sign-in"), Authenticator.objects.filter(user__in=users), remove),
        Scrub(_("addresses of the sign-in"), EmailAddress.objects.filter(user__in=users), remove),
        Scrub(_("names and addresses in the chronicle of the sign-in"), _events(human), blank(old="", new="")),
        Scrub(_("sign-ins: ended, without name and address"), users, _end),
        Scrub(_("words by which the record is found"), SearchWord.objects.filter(person__in=human.keys), remove),
        Scrub(_("records: names, IIN, date of birth, place of work, contacts"), _records(human), _scrubber(by, now)),
        Scrub(_("their address in earlier entries of another record"), _lent(human), blank(email="")),
        Scrub(_("earlier entries of the record"), history.objects.filter(id__in=human.keys), blank(iin="", **GONE)),
    ]  # fmt: skip


def kept(human: Human) -> list[Kept]:
    offices = Signatory.objects.filter(user__in=human.users)
    merges = Merge.objects.filter(kept__in=human.keys)
    consents = Consent.objects.filter(person__in=human.keys)
    others = Distinction.objects.filter(Q(one__in=human.keys) | Q(other__in=human.keys))
    numbers = _("Numbers of records alone, without a name.")
    return [
        Kept(_("consents: which text, when it was given and withdrawn"), consents, _("They prove that it was lawful.")),
        Kept(_("merges of records"), merges, numbers),
        Kept(_("records that are known to be different humans"), others, numbers),
        Kept(_("offices as signatory"), offices, _("The name stands under documents that others hold.")),
    ]


def messages_to(human: Human) -> QuerySet[OutboxMessage]:
    return OutboxMessage.objects.filter(person__in=human.keys)


def scrub_messages(rows: QuerySet[OutboxMessage, Any]) -> None:
    """Kind, cause, day and what became of each stay. What has not gone out never will: it has no address any more."""
    keys = list(rows.order_by().values_list("pk", flat=True))
    messages = OutboxMessage.objects.filter(pk__in=keys)
    gone = Q(state__in=(State.SENT, State.POSTED)) | Q(
        state=State.GATHERED, digest__state__in=(State.SENT, State.POSTED)
    )
    unsent = messages.exclude(pk__in=list(messages.filter(gone).values_list("pk", flat=True)))
    # One that has arrived in this very moment stays sent: the state is asked once more by the statement itself.
    unsent.exclude(state__in=(State.SENT, State.POSTED)).update(state=State.ERASED)
    messages.update(subject="", text="", html="", calendar="", unsubscribe="", to_email="", error="")


def placeholder(pk: int) -> str:
    """In place of an IIN, which the database wants and wants but once: it has a letter, so it can be nobody's."""
    return f"x{pk:011d}"


def _records(human: Human) -> QuerySet[Person]:
    return Person.objects.filter(pk__in=human.keys)


def _lent(human: Human) -> Any:
    """What a record had of them while the two were taken for one human: until that was taken back."""
    history: Any = Person.history.model
    undone = Merge.objects.filter(merged__in=human.keys, took_email=True, kept=OuterRef("id"))
    meanwhile = undone.filter(at__lte=OuterRef("history_date"), undone_at__gte=OuterRef("history_date"))
    return history.objects.exclude(id__in=human.keys).filter(Exists(meanwhile), email__in=human.emails)


def _events(human: Human) -> QuerySet[UserEvent]:
    return UserEvent.objects.filter(user__in=human.users, kind__in=SAID)


def _end(rows: QuerySet[User, Any]) -> None:
    for user in rows:
        user.email, user.name, user.is_active, user.last_login = f"{user.pk}@{ERASED}", "", False, None
        user.set_unusable_password()
        user.save()


def end_nobodys(user: User) -> None:
    """The sign-in of somebody without a record: nothing of it stays but its number."""
    for session in UserSession.objects.filter(user=user):
        session.end()
    Authenticator.objects.filter(user=user).delete()
    EmailAddress.objects.filter(user=user).delete()
    UserEvent.objects.filter(user=user, kind__in=SAID).update(old="", new="")
    _end(User.objects.filter(pk=user.pk))


def _scrubber(by: User, now: datetime) -> Callable[[QuerySet[Person, Any]], None]:
    def scrub(rows: QuerySet[Person, Any]) -> None:
        for record in rows.select_for_update(of=("self",)):
            for name, value in GONE.items():
                setattr(record, name, value)
            record.iin, record.erased_at = placeholder(record.pk), now
            record._history_user = by
            record.save()

    return scrub
