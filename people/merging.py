"""Two records of one human become one (design §3.1): the one points to the other, no foreign key is rewritten, and
it can be taken back. Other apps say what stands against it, and what stays where it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from people.following import detach, follow, lead
from people.locking import lock
from people.models import Merge, Person, User, UserEvent
from people.telling_apart import standing_between

Guard = Callable[[Person, Person], Iterable[str]]
Counter = Callable[[Person], tuple[str, int]]
Undoing = Callable[[Merge], Iterable[str]]
_guards: list[Guard] = []
_remarks: list[Guard] = []
_counters: list[Counter] = []
_guards_of_undoing: list[Undoing] = []
_remarks_on_undoing: list[Undoing] = []


def guard(obstacles: Guard) -> None:
    """Called once by an app when it is ready: the sentences that refuse a merge of the two."""
    if obstacles not in _guards:
        _guards.append(obstacles)


def remark(what_to_know: Guard) -> None:
    """Called once by an app when it is ready: what stands in the preview, and is in nobody's way."""
    if what_to_know not in _remarks:
        _remarks.append(what_to_know)


def remarks(kept: Person, merged: Person) -> list[str]:
    return [sentence for remark in _remarks for sentence in remark(kept, merged)]


def guard_undoing(obstacles: Undoing) -> None:
    """Called once by an app when it is ready: the sentences that refuse to take a merge back."""
    if obstacles not in _guards_of_undoing:
        _guards_of_undoing.append(obstacles)


def remark_on_undoing(what_to_know: Undoing) -> None:
    """Called once by an app when it is ready: what was made since the merge, and on which record it stays."""
    if what_to_know not in _remarks_on_undoing:
        _remarks_on_undoing.append(what_to_know)


def obstacles_to_undoing(row: Merge) -> list[str]:
    """Why the merge cannot be taken back; nothing where it can."""
    if row.undone_at is not None:
        return [_("This merge was taken back already.")]
    if row.kept.erased_at:
        return [_("The data were erased after the merge: it cannot be taken back.")]
    return [sentence for guard in _guards_of_undoing for sentence in guard(row)]


def remarks_on_undoing(row: Merge) -> list[str]:
    return [sentence for remark in _remarks_on_undoing for sentence in remark(row)]


def count(what_is_held: Counter) -> None:
    """Called once by an app when it is ready: what of it hangs on a record, in a word and a number."""
    if what_is_held not in _counters:
        _counters.append(what_is_held)


def held(person: Person) -> list[tuple[str, int]]:
    return [counter(person) for counter in _counters]


@dataclass(frozen=True)
class SignIn:
    """Who signs in after a merge, and how: `survivor` is led to the kept record, `ends` is over."""

    survivor: User | None
    ends: User | None


def sign_in_after(kept: Person, merged: Person) -> SignIn:
    """Never two users for one human: the kept record's, unless only the other's works for the staff."""
    own, other = _user_of(kept), _user_of(merged)
    if own is None or other is None:
        return SignIn(own or other, None)
    return SignIn(other, own) if _is_staff(other) and not _is_staff(own) else SignIn(own, other)


def obstacles(kept: Person, merged: Person) -> list[str]:
    """Why these two cannot be merged; nothing where they can."""
    if kept.pk == merged.pk:
        return [_("A record cannot be merged into itself.")]
    found = []
    for record in (kept, merged):
        if record.merged_into_id:
            found.append(_("%(name)s (%(iin)s) was merged into another record already.") % _who(record))
        if record.erased_at:
            found.append(_("The data of %(name)s (%(iin)s) were erased: nothing is merged any more.") % _who(record))
    if told := standing_between(kept, merged):
        said = {"who": told.by, "day": date_format(timezone.localtime(told.at), "SHORT_DATE_FORMAT")}
        found.append(
            _("%(who)s said on %(day)s that these are two people: take that back first, under “Probable duplicates”.")
            % said
        )
    if merged.merged.exists():
        found.append(_("Other records were merged into %(name)s (%(iin)s): take that back first.") % _who(merged))
    users = [user for user in (_user_of(kept), _user_of(merged)) if user is not None]
    if len(users) == 2 and _is_staff(users[1]) and (_is_staff(users[0]) or not users[0].is_active):
        found.append(_("Both records have a sign-in of their own: let the administrator settle which one stays."))
    elif _ends_the_only_sign_in(sign_in_after(kept, merged)):
        found.append(
            _(
                "The administrator ended the sign-in of one of the two records, and the merge would end the other: let "
                "the administrator settle it first."
            )
        )
    return [*found, *(sentence for guard in _guards for sentence in guard(kept, merged))]


@transaction.atomic
def merge(merged: Person, into: Person, *, by: User) -> Merge:
    """Let the one record lead to the other. What hangs on it stays there and shows on the kept one's page."""
    rows = lock([merged.pk, into.pk])
    kept, merged = rows[into.pk], rows[merged.pk]
    if found := obstacles(kept, merged):
        raise ValidationError([ValidationError(sentence, code="cannot_merge") for sentence in found])
    after, was = sign_in_after(kept, merged), _user_of(merged)
    row = Merge(merged=merged, kept=kept, by=by, took_email=not kept.email and bool(merged.email))
    row.led = was if after.survivor == was else None
    row.ended = after.ends if after.ends and after.ends.is_active else None
    _link(merged, kept, by=by)
    if row.took_email:
        _address(kept, merged.email, by=by)
    row.save()
    if row.ended:
        detach(row.ended, by=by)
    if row.led:
        lead(row.led, kept)
    follow(kept, by=by)
    return row


@transaction.atomic
def undo(row: Merge, *, by: User) -> Merge:
    """Two records again, each with the address and the sign-in that it brought."""
    row = Merge.objects.select_for_update(of=("self",)).select_related("merged", "kept", "led", "ended").get(pk=row.pk)
    people = lock([row.merged_id, row.kept_id])
    row.merged, row.kept = merged, kept = people[row.merged_id], people[row.kept_id]
    if found := obstacles_to_undoing(row):
        raise ValidationError([ValidationError(sentence, code="not_undone") for sentence in found])
    _link(merged, None, by=by)
    if row.took_email and kept.email == merged.email:
        _inherit_address(kept, by=by)
    if row.led and row.led.person_id == kept.pk:
        lead(row.led, merged)
    if row.ended:
        _revive(row.ended, kept if row.led else merged, by=by)
    for person in (merged, kept):
        follow(person, by=by)
    row.undone_by, row.undone_at = by, timezone.now()
    row.save(update_fields=["undone_by", "undone_at"])
    return row


def merges_into(person: Person) -> list[Merge]:
    """The records that lead to this one today."""
    standing = Merge.objects.filter(kept=person, undone_at=None)
    return list(standing.select_related("merged", "by"))


def standing_merge(person: Person) -> Merge | None:
    """The merge by which this record leads to another one."""
    return Merge.objects.filter(merged=person, undone_at=None).select_related("kept", "by").first()


def _link(merged: Person, kept: Person | None, *, by: User) -> None:
    merged.merged_into = kept
    merged._history_user = by  # type: ignore[attr-defined]
    merged.save(update_fields=["merged_into"])


def _address(person: Person, email: str, *, by: User) -> None:
    person.email = email
    person._history_user = by  # type: ignore[attr-defined]
    person.save(update_fields=["email"])


def _inherit_address(kept: Person, *, by: User) -> None:
    """The borrowed address is gone: that of the next record still merged takes its place, as it would have at first."""
    others = Merge.objects.filter(kept=kept, undone_at=None, merged__merged_into=kept).exclude(merged__email="")
    heir = others.select_related("merged").order_by("at", "pk").first()
    _address(kept, heir.merged.email if heir else "", by=by)
    if heir:
        heir.took_email = True
        heir.save(update_fields=["took_email"])


def _revive(user: User, person: Person, *, by: User) -> None:
    """The sign-in that ended with the merge; not where the record has another one meanwhile."""
    if user.person_id is None and not User.objects.filter(person=person).exists():
        user.is_active = True
        lead(user, person, active=True)
        UserEvent.objects.create(user=user, kind=UserEvent.Kind.REACTIVATED, by=by)


def _ends_the_only_sign_in(after: SignIn) -> bool:
    works = after.survivor is not None and after.survivor.is_active
    return after.ends is not None and after.ends.is_active and not works


def _user_of(person: Person) -> User | None:
    return User.objects.filter(person=person).first()


def _is_staff(user: User) -> bool:
    return user.role_grants.exists()


def _who(person: Person) -> dict[str, str]:
    return {"name": person.full_name, "iin": person.shown_iin or "–"}
