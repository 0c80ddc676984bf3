"""Who may do what, in words: a member of staff is granted roles; a participant is a user with a person."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    ORGANISER = "organiser", _("Organiser")
    TRAINER = "trainer", _("Trainer")
    HEAD = "head", _("Head")
    ADMINISTRATOR = "administrator", _("Administrator")
