"""What a graduate's home says of the network: what is new, and whether something of theirs came back."""

from __future__ import annotations

from dataclasses import dataclass

from people.models import User
from postcourse.models import Practice
from postcourse.network import is_graduate

NEWEST = 3


@dataclass(frozen=True)
class OwnNetwork:
    newest: list[Practice]
    returned: Practice | None


def network_of(user: User) -> OwnNetwork | None:
    """Nothing for who has not passed."""
    if not is_graduate(user):
        return None
    newest = Practice.objects.published().with_people().order_by("-published_at", "-pk")[:NEWEST]
    returned = Practice.objects.of(user).filter(state=Practice.State.RETURNED).order_by("pk").first()
    return OwnNetwork(list(newest), returned)
