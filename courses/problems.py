"""What can be wrong with a row of a list: a level, the field, and a sentence rendered in the viewer's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as default
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from courses.headers import Field
from courses.models import Enrolment
from people.iin import Flaw

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise


class Level(StrEnum):
    """An error keeps the row out; a warning asks for a look; a note tells what was mended."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


# What is wrong, and what to do or what was done.
SENTENCES: dict[str, tuple[StrPromise, StrPromise | str]] = {
    "iin_missing": (_("No IIN."), _("Write the 12 digits from the identity document.")),
    "iin_flaw": (_("The IIN is wrong:"), "%(flaw)s"),
    "iin_of_another": (
        _("The IIN is the same as in row %(row)s, but the name differs."),
        _("Compare both with the identity documents."),
    ),
    "surname_missing": (_("No surname."), _("Write it as in the identity document.")),
    "given_name_missing": (_("No given name."), _("Surname and given name must be two separate words.")),
    "initials": (
        _("The given name is only initials."),
        _("The certificate needs the full name from the identity document."),
    ),
    "organisation_missing": (_("No organisation."), _("Write the name of the school or its BIN.")),
    "organisation_unknown": (
        _("No school with this BIN is in the system."),
        _("Write the name of the school beside its BIN."),
    ),
    "formula": (
        _("The cell “%(field)s” holds a formula."),
        _("Replace it with its value: formulas are never carried out."),
    ),
    "error_value": (_("The cell “%(field)s” shows %(value)s."), _("Mend the formula or write the value itself.")),
    "letters_lost": (
        _("Letters of the name were lost when the file was saved."),
        _("Save the list as .xlsx and upload it again."),
    ),
    "too_long": (_("The cell “%(field)s” is too long."), _("At most %(limit)s characters fit.")),
    "zero_restored": (
        _("The spreadsheet dropped the leading zero of the IIN;"),
        _("it was put back. Compare it with the identity document."),
    ),
    "birth_date_differs": (
        _("The date of birth in the file (%(date)s) does not agree with the IIN."),
        _("This does not prevent admission."),
    ),
    "birth_date_unclear": (_("“%(value)s” is no date of birth;"), _("the one in the IIN is taken.")),
    "look_alikes": (
        _("Latin letters (%(letters)s) stand among Cyrillic ones."),
        _("Suggested spelling: %(suggested)s"),
    ),
    "capitals": (_("Capital letters."), _("Suggested spelling: %(suggested)s")),
    "name_characters": (_("The name has a character that names do not have: %(letters)s"), _("Check the spelling.")),
    "email_missing": (
        _("No e-mail."),
        _("The person can be admitted; you will hand over the papers yourself."),
    ),
    "email_kept": (
        _("No e-mail in the list: %(email)s, the one on record, stays."),
        _("Letters go there, and whoever reads it can sign in. Write another into the list to replace it."),
    ),
    "email_invalid": (_("“%(value)s” is no e-mail address;"), _("it is left out.")),
    "email_shared": (
        _("The same e-mail as in row %(row)s."),
        _("While both have it, neither can sign in, and letters are printed. This does not prevent admission."),
    ),
    "email_on_record": (
        _("The e-mail is that of %(person)s, who is on record."),
        _("While both have it, neither can sign in, and letters are printed. This does not prevent admission."),
    ),
    "bin_flaw": (_("The BIN is wrong and is left out:"), "%(flaw)s"),
    "phone_unclear": (_("“%(value)s” is no telephone number;"), _("it is left out.")),
    "language_unclear": (_("The language “%(value)s” is not known;"), _("the cohort's language is taken.")),
    "duplicate": (_("The same person as in row %(row)s."), _("Admitted once.")),
    "duplicate_differs": (
        _("The same IIN as in row %(row)s, the name is spelt differently:"),
        _("“%(first)s” is taken. Compare it with the identity document."),
    ),
    "studies_elsewhere": (
        _("Already studies in the cohort “%(cohort)s”."),
        _("A person can be in one cohort of a programme at a time."),
    ),
    "left_cohort": (
        _("Has left this cohort: %(status)s."),
        _("Such a person comes back by a decision, not by a list."),
    ),
    "comes_back": (_("Was in this cohort before: %(status)s."), _("Comes back with this list.")),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding in one row."""

    level: Level
    code: str
    field: Field | None = None
    params: Mapping[str, str] = default(default_factory=dict)

    @property
    def title(self) -> str:
        return str(SENTENCES[self.code][0]) % self._spoken()

    @property
    def advice(self) -> str:
        return str(SENTENCES[self.code][1]) % self._spoken()

    @property
    def sentence(self) -> str:
        return f"{self.title} {self.advice}"

    def _spoken(self) -> dict[str, str]:
        """The parameters, with the names of fields and flaws in the language of the viewer."""
        spoken = dict(self.params)
        if "flaw" in spoken:
            spoken["flaw"] = str(Flaw(spoken["flaw"]).sentence)
        if "status" in spoken:
            spoken["status"] = str(Enrolment.Status(spoken["status"]).label).lower()
        if self.field:
            spoken["field"] = str(self.field.label)
        return spoken
