from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.alphabet import readings, tidy

if TYPE_CHECKING:
    from people.models import Person, User

SEARCH_WORDS = 8  # a sentence is no search


class PracticeQuerySet(models.QuerySet["Practice"]):
    def published(self) -> PracticeQuerySet:
        return self.filter(state="published")

    def waiting(self) -> PracticeQuerySet:
        """To be read by a moderator."""
        return self.filter(state="submitted")

    def of(self, user: User) -> PracticeQuerySet:
        """Their own, on whichever record; what was erased is nobody's."""
        return self.filter(author__in=user.own_records).exclude(state="erased")

    def with_people(self) -> PracticeQuerySet:
        """The author as of today: the kept record, and where they work."""
        return self.select_related("author__organisation", "author__merged_into__organisation", "module__version")

    def search(self, words: str) -> PracticeQuerySet:
        """By any part of its words or of the author's name, in any spelling; every word must be found."""
        found, said = self, readings(tidy(words))
        for sounds in said[:SEARCH_WORDS]:
            found = found.filter(
                Q(*(("search_key__contains", sound) for sound in sounds), _connector=Q.OR)
                | Q(*(("author__search_key__contains", sound) for sound in sounds), _connector=Q.OR)
                | Q(*(("author__merged_into__search_key__contains", sound) for sound in sounds), _connector=Q.OR)
            )
        return found if said or not tidy(words) else self.none()


class Practice(models.Model):
    """What a graduate shares with the others: a case to think about, or a practice that has proved itself (§9)."""

    class Kind(models.TextChoices):
        CASE = "case", _("Professional case")
        PRACTICE = "practice", _("Successful practice")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft, seen by its author alone")
        SUBMITTED = "submitted", _("Waiting for a moderator")
        PUBLISHED = "published", _("Published")
        RETURNED = "returned", _("Returned to its author")
        HIDDEN = "hidden", _("Hidden by a moderator")
        ERASED = "erased", _("Erased at the author's wish")

    author = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="practices")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    module = models.ForeignKey(
        "courses.Module", on_delete=models.PROTECT, related_name="practices", verbose_name=_("topic")
    )
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"))
    uploads = models.ManyToManyField("people.Upload", related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    # How often it was changed: who decides on it decides on what they have read.
    version = models.PositiveIntegerField(default=1)
    # Its words by their sounds, as names are searched.
    search_key = models.TextField(editable=False, default="")
    created_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True)
    # The first time: shown again after a change, it is no news.
    published_at = models.DateTimeField(null=True)
    objects = PracticeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "published_at"], name="practice_by_publication")]
        constraints = [
            models.CheckConstraint(condition=~Q(title="") | Q(state="erased"), name="practice_has_words_until_erased"),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False), name="practice_published_has_its_day"
            ),
            models.CheckConstraint(
                condition=~Q(state="submitted") | Q(submitted_at__isnull=False), name="practice_submitted_has_its_day"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def writer(self) -> Person:
        """The author by the record that was kept."""
        return self.author.merged_into or self.author

    @property
    def is_editable(self) -> bool:
        """By its author: what a moderator has hidden, too, for it is read again before anybody sees it."""
        return self.state != self.State.ERASED


class PracticeEvent(models.Model):
    """One move of a practice: who, when, from what to what, and the words to the author."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="events")
    old = models.CharField(max_length=10, choices=Practice.State.choices)
    new = models.CharField(max_length=10, choices=Practice.State.choices)
    why = models.CharField(max_length=1000, blank=True)
    by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.practice_id}: {self.old} → {self.new}"
