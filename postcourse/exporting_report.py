"""How the report of support is called on the record of exports."""

from django.utils.translation import gettext_lazy

LISTS = {"support-report": gettext_lazy("Report of post-course support")}
WORDS = {"demo": gettext_lazy("The demonstration only")}
