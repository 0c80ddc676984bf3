"""The way from the register to what expires."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from certificates.beside import Link


def of_register() -> Link:
    return Link("calendar", _("What expires"), reverse("postcourse:expiring"))
