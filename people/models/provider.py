from __future__ import annotations

from datetime import date

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class Provider(models.Model):
    """The one training provider that this installation serves (design §2)."""

    legal_name_kk = models.CharField(_("legal name, in Kazakh"), max_length=300)
    legal_name_ru = models.CharField(_("legal name, in Russian"), max_length=300)
    legal_name_en = models.CharField(_("legal name, in English"), max_length=300)
    bin = models.CharField(_("BIN"), max_length=12, blank=True, validators=[RegexValidator(r"^\d{12}$")])
    city_kk = models.CharField(_("city, in Kazakh"), max_length=100)
    city_ru = models.CharField(_("city, in Russian"), max_length=100)
    city_en = models.CharField(_("city, in English"), max_length=100)
    address = models.CharField(_("address"), max_length=300, blank=True)
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    website = models.URLField(_("website"), blank=True)
    logo = models.FileField(_("logo"), upload_to="provider/", blank=True)
    seal = models.FileField(_("picture of the seal"), upload_to="provider/", blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("provider")
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_provider_per_installation")]

    def __str__(self) -> str:
        return self.legal_name_kk


class SignatoryQuerySet(models.QuerySet["Signatory"]):
    def in_office(self, day: date) -> SignatoryQuerySet:
        return self.filter(Q(since__lte=day), Q(until=None) | Q(until__gte=day))


class Signatory(models.Model):
    """Who signs for the provider, in which capacity, from when to when (both days inclusive)."""

    name = models.CharField(_("name as printed"), max_length=150)
    capacity_kk = models.CharField(_("capacity, in Kazakh"), max_length=150)
    capacity_ru = models.CharField(_("capacity, in Russian"), max_length=150)
    capacity_en = models.CharField(_("capacity, in English"), max_length=150)
    is_acting = models.BooleanField(_("acts for the head"), default=False)
    user = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, related_name="signatories", verbose_name=_("signs in as")
    )
    since = models.DateField(_("in office since"))
    until = models.DateField(_("in office until"), null=True, blank=True)
    history = HistoricalRecords()
    objects = SignatoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("signatory")
        ordering = ["-since"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=models.F("since")), name="signatory_office_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return self.name
