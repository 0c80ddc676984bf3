from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certificates.forms import Plain
from people.fields import DayField
from people.forms import laid_out


class SupportForm(Plain):
    """For which days, and on which day it is issued; who gets one is ticked in the list."""

    first = DayField(label=_("First day of the support"))
    last = DayField(label=_("Last day of the support"))
    issued_on = DayField(label=_("Date of issue"), initial=timezone.localdate)
    helper = laid_out(("first", "last", "issued_on"))
