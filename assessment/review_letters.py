"""What a participant is told when the commission has decided on their result once more."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from assessment.models import Review
from people.languages import in_language
from people.outbox import address_of, post

KIND = "review-decided"


def tell_decided(review: Review) -> None:
    person = review.result.attempt.enrolment.person
    with override(person.language):
        post(
            cause=f"{KIND}:{review.pk}",
            kind=KIND,
            language=person.language,
            subject=_("The commission has decided on your result once more"),
            text=_text(review),
            person=person,
        )


def _text(review: Review) -> str:
    person, new = review.result.attempt.enrolment.person, review.new_result
    if review.kind == Review.Kind.APPEAL:
        opening = _("Your appeal was rejected: the result stands.") if new is None else _("Your appeal was upheld.")
    else:
        opening = _("A clerical error in your result was looked into: the result stands.")
        if new is not None:
            opening = _("A clerical error in your result was corrected.")
    parts = [_("Dear %(name)s,") % {"name": person.full_name}, opening]
    parts.append(_("The commission's reason: %(reason)s") % {"reason": review.reason})
    if new is not None:
        said = _("Your result is now %(total)s of 100 points: %(band)s. It comes into force with the head's signature.")
        parts.append(said % {"total": new.total, "band": in_language(new, "band")})
    if address_of(person):
        path = reverse("assessment:appeal", args=[review.result_id])
        look = _("Look at the decision:")
        parts.append(f"{look}\n{settings.SITE_URL}{path}")
    return "\n\n".join(parts)
