from __future__ import annotations

from django.db import models
from django.db.models import Count, Exists, F, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.languages import Language


class BlankPileQuerySet(models.QuerySet["BlankPile"]):
    def counted(self) -> BlankPileQuerySet:
        """Those that were not received by mistake."""
        return self.exclude(Exists(Blank.objects.filter(pile=OuterRef("pk"), state=Blank.State.TAKEN_BACK)))

    def with_counts(self) -> BlankPileQuerySet:
        """How many of its blanks are in each state, as `n_<state>`, and the value of the next one as `next_value`."""
        counts = {f"n_{state}": Count("blanks", filter=Q(blanks__state=state)) for state in Blank.State.values}
        return self.annotate(**counts, next_value=Min("blanks__value", filter=Q(blanks__state=Blank.State.IN_STOCK)))

    def with_count_of(self, state: str) -> BlankPileQuerySet:
        """How many are in this one state, as `n_<state>`: from the index of each pile, none of the others is read."""
        rows = Blank.objects.filter(pile=OuterRef("pk"), state=state).order_by().values("pile")
        count = Subquery(rows.annotate(n=Count("pk")).values("n"))
        return self.annotate(**{f"n_{state}": Coalesce(count, 0)})


class BlankPile(models.Model):
    """A delivery of protected blanks (decree № 1162): a range of one series, with the same words on each of them."""

    class Words(models.TextChoices):
        KK = Language.KK.value, _("Kazakh")
        RU = Language.RU.value, _("Russian")
        EN = Language.EN.value, _("English")
        TRI = "tri", _("Kazakh with Russian and English")

    # Paper to try the system out with: it carries specimens and nothing else, as a protected blank never carries one.
    is_specimen = models.BooleanField()
    series = models.CharField(_("series"), max_length=10)
    # As many digits as are printed, zeros in front of them and all.
    width = models.PositiveSmallIntegerField()
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    language = models.CharField(_("words on the blank"), max_length=3, choices=Words.choices)
    names_provider = models.BooleanField(_("the provider's name is on the blank"))
    received_on = models.DateField(_("received on"))
    delivery_note = models.CharField(_("delivery note"), max_length=200)
    received_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField(default=timezone.now)

    objects = BlankPileQuerySet.as_manager()

    class Meta:
        ordering = ["received_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(first__gte=0, first__lte=F("last")), name="a_pile_begins_before_it_ends")
        ]

    def __str__(self) -> str:
        return f"{self.series} №\xa0{self.written(self.first)}–{self.written(self.last)}"

    def written(self, value: int) -> str:
        """A number as it is printed on the blank."""
        return f"{value:0{self.width}d}"

    @property
    def size(self) -> int:
        return self.last - self.first + 1


class Blank(models.Model):
    """One sheet of a pile. Its state is changed by certificates.blanks.moving alone, which writes down each move."""

    class State(models.TextChoices):
        IN_STOCK = "in_stock", _("In stock")
        ON_PRESS = "on_press", _("Being printed")
        CARRIES = "carries", _("Carries a document")
        SET_ASIDE = "set_aside", _("Set aside")
        SPOILED = "spoiled", _("To be written off")
        WRITTEN_OFF = "written_off", _("Written off")
        TAKEN_BACK = "taken_back", _("Received by mistake")

    pile = models.ForeignKey(BlankPile, on_delete=models.PROTECT, related_name="blanks")
    series = models.CharField(max_length=10)
    value = models.BigIntegerField()
    # As printed: with this and the series a document's record names it.
    number = models.CharField(max_length=20)
    state = models.CharField(max_length=12, choices=State.choices, default=State.IN_STOCK)

    class Meta:
        ordering = ["pile", "value"]
        constraints = [
            # Ranges never overlap, whoever receives them at the same moment.
            models.UniqueConstraint(
                fields=["series", "value"], condition=~Q(state="taken_back"), name="one_blank_per_number"
            )
        ]
        indexes = [models.Index(fields=["pile", "state", "value"], name="blanks_of_a_pile")]

    def __str__(self) -> str:
        return f"{self.series} №\xa0{self.number}"


class BlankEvent(models.Model):
    """A blank went from one state to another: who, when and why. Insert-only."""

    blank = models.ForeignKey(Blank, on_delete=models.PROTECT, related_name="events")
    old = models.CharField(max_length=12, choices=Blank.State.choices)
    new = models.CharField(max_length=12, choices=Blank.State.choices)
    why = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.blank}: {self.new}"
