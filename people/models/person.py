from __future__ import annotations

from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from people import beginnings  # noqa: F401 - brings the look-up `begins`
from people.alphabet import readings, tidy
from people.languages import Language
from people.models.refusal import RefusedAddress

SCHOOL_WORDS = 8  # of a search: a sentence is no search


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def search(self, words: str) -> OrganisationQuerySet:
        """By any part of the name, the town or the BIN, in any spelling: schools are thousands, not millions."""
        found, said = self, readings(tidy(words))
        for sounds in said[:SCHOOL_WORDS]:
            found = found.filter(_any_of("search_key__contains", sounds))
        return found if said or not tidy(words) else self.none()


class Organisation(models.Model):
    """Where a participant works: most often a school, which is also the employer to be notified."""

    class Kind(models.TextChoices):
        SCHOOL = "school", _("General secondary school")
        UNGRADED = "ungraded", _("Small ungraded school")
        GYMNASIUM = "gymnasium", _("Gymnasium")
        LYCEUM = "lyceum", _("Lyceum")
        BOARDING = "boarding", _("Boarding school")
        SPECIAL = "special", _("Special school")
        KINDERGARTEN = "kindergarten", _("Kindergarten")
        COLLEGE = "college", _("College")
        OTHER = "other", _("Other organisation")

    name = models.CharField(_("name"), max_length=300)
    kind = models.CharField(_("kind of school"), max_length=12, choices=Kind.choices, blank=True)
    bin = models.CharField(
        _("BIN"), max_length=12, null=True, blank=True, unique=True, validators=[RegexValidator(r"^\d{12}$")]
    )
    region = models.CharField(_("region"), max_length=100, blank=True)
    locality = models.CharField(_("town or district"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    # Derived by people.indexing, as a person's are.
    name_key = models.CharField(max_length=640, editable=False, db_index=True, default="")
    search_key = models.CharField(max_length=1000, editable=False, default="")
    history = HistoricalRecords(excluded_fields=["name_key", "search_key"])
    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        constraints = [
            models.UniqueConstraint(
                fields=["name", "locality"], condition=models.Q(bin=None), name="one_organisation_per_name_and_place"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.locality}" if self.locality else self.name


class PersonQuerySet(models.QuerySet["Person"]):
    def current(self) -> PersonQuerySet:
        """Without the records that were merged into others, and those whose data were erased."""
        return self.filter(merged_into=None, erased_at=None)

    def records_of(self, person: Person | int) -> PersonQuerySet:
        """The record of a human and those that were merged into it."""
        pk = person if isinstance(person, int) else person.pk
        return self.filter(Q(pk=pk) | Q(merged_into=pk))

    def search(self, words: str) -> PersonQuerySet:
        """By the beginnings of names in any spelling, of the IIN or of the e-mail; every word must be found.

        Each is a range of an index (`people.beginnings`), joined by the primary key: never a scan of the register.
        """
        found = self
        said: list[tuple[str, ...]] = []
        for word in tidy(words).split():
            if word.isdecimal():
                found = found.filter(iin__begins=word)
            elif "@" in word:
                found = found.filter(email__begins=word.lower())
            elif "." in word:
                found = found.filter(pk__in=_named_or_addressed(word))
            else:
                said += readings(word) or [()]
        # The longest word is the rarest: it names the people, the others are asked of those alone.
        for place, sounds in enumerate(sorted(set(said), key=_length, reverse=True)):
            found = found.filter(_has_word(sounds, alone=not place)) if sounds else found.none()
        return found

    def on_search(self, words: str) -> PersonQuerySet:
        """Who is found by what stands on their record, or on one that was merged into it."""
        if not tidy(words):
            return self
        found = Person.objects.search(words).order_by()
        return self.filter(pk__in=found.annotate(leads_to=Coalesce("merged_into", "pk")).values("leads_to"))

    def with_shared_email(self) -> PersonQuerySet:
        """`email_is_shared`: somebody else has the same address, so that nobody can sign in with it."""
        others = Person.objects.filter(email=OuterRef("email"), merged_into=None).exclude(pk=OuterRef("pk"))
        return self.annotate(email_is_shared=Exists(others.exclude(email="")))

    def with_refused_email(self) -> PersonQuerySet:
        """`email_is_refused`: a mail server said that there is no such mailbox."""
        return self.annotate(email_is_refused=Exists(RefusedAddress.objects.filter(email=OuterRef("email"))))


def _length(sounds: tuple[str, ...]) -> int:
    return min(map(len, sounds), default=0)


def _any_of(lookup: str, sounds: tuple[str, ...]) -> Q:
    return Q(*((lookup, sound) for sound in sounds), _connector=Q.OR)


def _has_word(sounds: tuple[str, ...], *, alone: bool) -> Q:
    """A word of the name begins with one of the readings; each is a range of the index."""
    words = SearchWord.objects.filter(_any_of("word__begins", tuple(sound[:100] for sound in sounds)))
    return Q(pk__in=words.values("person")) if alone else Q(Exists(words.filter(person=OuterRef("pk"))))


def _named_or_addressed(word: str) -> models.QuerySet[Any, Any]:
    """With a dot it may be initials, or an address."""
    addressed = Person.objects.filter(email__begins=word.lower()).order_by().values("pk")
    if not (said := readings(word)):
        return addressed
    named = Person.objects.filter(*(_has_word(sounds, alone=not n) for n, sounds in enumerate(said)))
    return named.order_by().values("pk").union(addressed)


class Person(models.Model):
    """One human by IIN (design §3.1). The e-mail is optional and may be shared: schools lend theirs."""

    iin = models.CharField(
        _("IIN"), max_length=12, unique=True, validators=[RegexValidator(r"^\d{12}$", _("An IIN has 12 digits."))]
    )
    surname = models.CharField(_("surname"), max_length=100)
    given_name = models.CharField(_("given name"), max_length=100)
    patronymic = models.CharField(_("patronymic"), max_length=100, blank=True)
    # Derived by people.registering: the Kazakh alphabetical order, and the letters a search is folded to.
    name_key = models.CharField(max_length=640, editable=False, db_index=True, default="")
    search_key = models.CharField(max_length=700, editable=False, default="")
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    email = models.EmailField(_("e-mail"), blank=True, db_index=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, default=Language.KK)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="people",
        verbose_name=_("place of work"),
    )
    position = models.CharField(_("position"), max_length=200, blank=True)
    # The day on which everything that is not printed on a document was scrubbed at the person's own wish.
    erased_at = models.DateTimeField(null=True, editable=False)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    history = HistoricalRecords()
    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        ordering = ["name_key", "pk"]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """Of an erased record its number, in the reader's language: nothing of the kind is stored."""
        if self.erased_at:
            return gettext("Erased person №\xa0%(number)s") % {"number": self.pk}
        return " ".join(part for part in (self.surname, self.given_name, self.patronymic) if part)

    @property
    def shown_iin(self) -> str:
        """Nothing for an erased record: what stands in its place there is no IIN (`people.erasing`)."""
        return "" if self.erased_at else self.iin


class SearchWord(models.Model):
    """One folded word of somebody's name: a search by beginnings of words is a range of this index at any size."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="search_words")
    word = models.CharField(max_length=100)

    class Meta:
        indexes = [
            models.Index(fields=["word", "person"], name="search_word", opclasses=["varchar_pattern_ops", "int8_ops"])
        ]

    def __str__(self) -> str:
        return self.word


class Merge(models.Model):
    """Two records turned out to be one human: who said so, and whether it was taken back. Insert-only but for that."""

    merged = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges")
    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    # What the merge did beside the link, so that it can be taken back: the sign-in that was led over to the kept
    # record, the one that ended, and whether the kept record took the address of the other.
    led = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    ended = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    took_email = models.BooleanField(default=False)
    undone_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["merged"], condition=Q(undone_at=None), name="one_standing_merge_per_record"
            ),
            models.CheckConstraint(condition=~Q(merged=models.F("kept")), name="merge_is_of_two_records"),
        ]

    def __str__(self) -> str:
        return f"{self.merged_id} → {self.kept_id}"


class ExportEvent(models.Model):
    """Personal data left the house as a workbook: who took which list, how it was filtered, how many rows, when."""

    list = models.CharField(max_length=40)
    # The names of the filters that were chosen, never the words that were searched for.
    filters = models.CharField(max_length=300, blank=True)
    rows = models.PositiveIntegerField()
    by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.list}: {self.rows}"


class Consent(models.Model):
    """Consent to the use of personal data: the text that was agreed to, when, and when it was withdrawn."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    text_version = models.CharField(max_length=20)
    text = models.TextField()
    language = models.CharField(max_length=2, choices=Language.choices)
    given_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-given_at"]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.text_version}"
