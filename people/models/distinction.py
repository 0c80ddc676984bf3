from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models.person import Person


class DistinctionQuerySet(models.QuerySet["Distinction"]):
    def standing(self) -> DistinctionQuerySet:
        return self.filter(undone_at=None)


class Distinction(models.Model):
    """Two records look like one human and are two: who said so, and whether it was taken back.

    `one` is the record with the lower key, so that a pair stands once, whichever was looked at first.
    """

    one = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    undone_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    objects = DistinctionQuerySet.as_manager()

    class Meta:
        verbose_name = _("two different people")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["one", "other"], condition=Q(undone_at=None), name="one_standing_distinction_per_pair"
            ),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="distinction_names_the_lower_key_first"),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} ≠ {self.other_id}"
