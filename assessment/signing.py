"""Chair and members sign the protocol of their commission before the head does, or it is said why somebody cannot."""

from __future__ import annotations

import json
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.access import organises
from assessment.models import CommissionMember, Protocol, ProtocolSignature
from assessment.models.protocol import Signer
from assessment.protocol_paper import ProtocolSnapshot, Signed
from assessment.seating import may_sit
from people.models import User

# What the snapshot takes on later is no part of what the commission signs.
LATER = ("head", "signatures")


def digest_of(protocol: Protocol) -> str:
    """SHA-256 of what stands in the protocol: the rows, the points, the commission, in a canonical form."""
    content = {key: value for key, value in protocol.snapshot.items() if key not in LATER}
    return sha256(json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


@transaction.atomic
def sign(protocol: Protocol, *, by: User, seen: str, now: datetime | None = None) -> ProtocolSignature:
    """The signature of a member of the commission under what they saw; once, however often the button is pressed."""
    row = _locked(protocol)
    signer = signer_of(row, by)
    if signer is None:
        raise PermissionDenied
    if signer.signature is not None:
        return signer.signature
    _require_unsigned_by_head(row)
    if seen != digest_of(row):
        raise ValidationError(_("Something has changed since you opened this page: look at it again."), code="changed")
    return ProtocolSignature.objects.create(
        protocol=row,
        user=by,
        name=signer.name,
        capacity=_capacity(signer),
        digest=seen,
        by=by,
        at=now or timezone.now(),
    )


@transaction.atomic
def record_cannot(
    protocol: Protocol, *, user: int, reason: str, by: User, now: datetime | None = None
) -> ProtocolSignature:
    """The chair writes down why a member cannot sign; of the chair, the organiser does. It is printed."""
    row = _locked(protocol)
    signer = next((each for each in row.signers if each.user == user), None)
    if signer is None or not may_excuse(row, signer, by):
        raise PermissionDenied
    _require_unsigned_by_head(row)
    if signer.signature is not None:
        raise ValidationError(_("%(member)s has signed."), code="signed", params={"member": signer.name})
    if signer.inability is not None:
        return signer.inability
    if not reason.strip():
        raise ValidationError(_("Say why there is no signature: it is printed in the protocol."), code="no_reason")
    return ProtocolSignature.objects.create(
        protocol=row,
        user_id=user,
        name=signer.name,
        capacity=_capacity(signer),
        cannot=reason.strip(),
        by=by,
        at=now or timezone.now(),
    )


def require_signed(protocol: Protocol) -> None:
    """The head signs after the commission, and what the commission has signed."""
    if missing := protocol.waits_for:
        raise ValidationError(sentence_waiting(protocol, missing), code="commission_unsigned")
    stands = digest_of(protocol)
    if any(row.is_signed and row.digest != stands for row in protocol.signatures.all()):
        raise ValidationError(
            _("Protocol %(number)s is no longer what its commission signed: it cannot be signed."),
            code="altered",
            params={"number": protocol},
        )


def sentence_waiting(protocol: Protocol, missing: list[Signer]) -> str:
    names = ", ".join(each.name for each in missing)
    return _("Protocol %(number)s waits for the commission; still to sign: %(names)s.") % {
        "number": protocol, "names": names,
    }  # fmt: skip


def due_from(user: User) -> list[Protocol]:
    """The protocols that wait for this member's signature, the oldest first."""
    own = CommissionMember.everyone.filter(user=user).values("day")
    waiting = Protocol.objects.filter(day__in=own, signed_at=None, signing_required=True)
    found = waiting.exclude(signatures__user=user).select_related("day", "cohort").order_by("created_at", "pk")
    return [each for each in found if any(signer.user == user.pk for signer in each.signers)]


def signer_of(protocol: Protocol, user: User) -> Signer | None:
    return next((each for each in protocol.signers if each.user == user.pk), None)


def may_excuse(protocol: Protocol, signer: Signer, by: User) -> bool:
    """The chair says it of the members, the organiser of the chair, and of the members where the chair is gone, too."""
    chair = next((each for each in protocol.signers if each.is_chair), None)
    if chair is None or signer.is_chair:
        return organises(by)
    if chair.user == by.pk:
        return True
    return organises(by) and (chair.inability is not None or not may_sit().filter(pk=chair.user).exists())


def printed(protocol: Protocol) -> ProtocolSnapshot:
    """The snapshot with the signatures that are there now, as the paper wants it."""
    signatures = [_signed(row) for row in protocol.signatures.all()]
    if protocol.signed_at is not None:
        signatures.append({"user": None, "at": timezone.localtime(protocol.signed_at).isoformat(), "cannot": ""})
    snapshot: Any = {**protocol.snapshot, "signatures": signatures}
    return snapshot  # type: ignore[no-any-return]


def _signed(row: ProtocolSignature) -> Signed:
    return {"user": row.user_id, "at": timezone.localtime(row.at).isoformat(), "cannot": row.cannot}


def _capacity(signer: Signer) -> str:
    return ProtocolSignature.Capacity.CHAIR if signer.is_chair else ProtocolSignature.Capacity.MEMBER


def _locked(protocol: Protocol) -> Protocol:
    return Protocol.objects.select_for_update(of=("self",)).select_related("day", "cohort").get(pk=protocol.pk)


def _require_unsigned_by_head(protocol: Protocol) -> None:
    if protocol.signed_at is not None:
        raise ValidationError(_("The head has signed this protocol: nothing is added to it."), code="signed_by_head")
