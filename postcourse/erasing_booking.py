"""Of bookings, discussions and agreements: the words go, that there was something stays."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from people.scrubbing import NOTHING, Scrub, blank
from postcourse.models import AgreedAction, Consultation


def scrubs_of(consultations: Any) -> list[Scrub]:
    keys = consultations.order_by().values("pk")
    history: Any = Consultation.history.model
    earlier = history.objects.filter(id__in=keys)
    return [
        Scrub(_("topics of consultations"), consultations.exclude(topic=""), blank(topic="")),
        Scrub(_("next steps of consultations"), consultations.exclude(next_step=""), blank(next_step="")),
        Scrub(_("earlier topics of consultations"), earlier.exclude(topic=""), blank(topic="")),
        Scrub(_("earlier next steps of consultations"), earlier.exclude(next_step=""), blank(next_step="")),
        Scrub(
            _("what was agreed at consultations"), AgreedAction.objects.filter(consultation__in=keys),
            blank(text=NOTHING),
        ),
    ]  # fmt: skip
