from __future__ import annotations

from django.db import models
from django.utils import timezone


class Upload(models.Model):
    """A file somebody sent: its bytes lie in private storage under a key that nobody can guess (`people.uploading`).

    Who may have it back is decided by the row that points here; the file itself has no address.
    """

    name = models.CharField(max_length=200)
    # One of the keys of `people.uploading.KINDS`, found in the content, not in the name.
    kind = models.CharField(max_length=10)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to="uploads/")
    by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    # The bytes are gone because the person asked for it; the row stays, so that what pointed here can say so.
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(size__gt=0), name="upload_is_not_empty"),
        ]

    def __str__(self) -> str:
        return self.name
