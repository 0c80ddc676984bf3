"""Two records beside each other before they are merged, and what becomes of the e-mail and of the sign-in."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from people.merging import held, sign_in_after
from people.models import Person


@dataclass(frozen=True)
class Line:
    """One thing that both records say; `differs` where they do not say the same."""

    label: str
    kept: str
    merged: str
    differs: bool


def compared(kept: Person, merged: Person) -> list[Line]:
    lines = [_line(label, one, other) for (label, one), (_label, other) in zip(_told(kept), _told(merged), strict=True)]
    numbers = zip(held(kept), held(merged), strict=True)
    return [*lines, *(Line(label, str(n), str(other), False) for (label, n), (_label, other) in numbers)]


def _line(label: str, kept: str, merged: str) -> Line:
    return Line(label, kept or "–", merged or "–", kept != merged)


def _told(person: Person) -> list[tuple[str, str]]:
    born = date_format(person.birth_date, "SHORT_DATE_FORMAT") if person.birth_date else ""
    user = getattr(person, "user", None)
    return [
        (_("IIN"), person.shown_iin), (_("Full name"), person.full_name), (_("Date of birth"), born),
        (_("Place of work"), str(person.organisation or "")), (_("Position"), person.position),
        (_("E-mail"), person.email), (_("Phone"), person.phone), (_("Language"), str(person.get_language_display())),
        (_("Sign-in"), user.email if user and user.is_active else ""),
    ]  # fmt: skip


def sign_in_sentences(kept: Person, merged: Person) -> list[str]:
    """Whose address counts from now on, and who signs in with what."""
    address, after = kept.email or merged.email, sign_in_after(kept, merged)
    said = []
    if not kept.email and merged.email:
        said.append(_("The kept record has no e-mail and takes the other's: %(email)s.") % {"email": address})
    elif kept.email and merged.email and kept.email != merged.email:
        said.append(
            _("Letters go to %(email)s; nothing is sent to %(other)s any more.")
            % {"email": kept.email, "other": merged.email}
        )
    if after.ends is not None and after.ends.is_active:
        said.append(_("One human signs in once: the sign-in with %(email)s ends.") % {"email": after.ends.email})
    if after.survivor is not None and not after.survivor.is_active:
        said.append(_("Nobody signs in: the administrator ended the sign-in."))
    elif not address:
        said.append(_("There is no e-mail on either record: nobody signs in, and letters are printed and posted."))
    elif Person.objects.current().filter(email=address).exclude(pk__in=[kept.pk, merged.pk]).exists():
        said.append(_("Somebody else has the address %(email)s, too: nobody can sign in with it.") % {"email": address})
    elif after.survivor is not None and after.survivor.is_staff_member:
        said.append(_("They sign in with %(email)s, as a member of staff.") % {"email": after.survivor.email})
    else:
        said.append(_("They sign in with %(email)s and find what both records hold.") % {"email": address})
    return said
