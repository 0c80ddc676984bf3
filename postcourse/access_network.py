"""Who may open what of the network: it is private to graduates and to the staff; what is not shown is a 404."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from people.access import staff
from people.models import Upload, User
from postcourse import network
from postcourse.models import Practice, PracticeComment
from postcourse.models.practice import PracticeQuerySet

State = Practice.State
# What moderators read: never a draft, which is its author's alone.
MODERATED = (State.SUBMITTED, State.PUBLISHED, State.RETURNED, State.HIDDEN)


def member(request: HttpRequest) -> User:
    user = staff(request)
    if not network.belongs(user):
        raise PermissionDenied
    return user


def graduate(request: HttpRequest) -> User:
    user = staff(request)
    if not network.is_graduate(user):
        raise PermissionDenied
    return user


def moderator(request: HttpRequest) -> User:
    user = staff(request)
    if not network.moderates(user):
        raise PermissionDenied
    return user


def visible_to(user: User) -> PracticeQuerySet:
    """To one who belongs to the network."""
    seen = Q(state__in=MODERATED) if network.moderates(user) else Q(state=State.PUBLISHED)
    own = Q(author__in=user.own_records) & ~Q(state=State.ERASED)
    return Practice.objects.filter(seen | own)


def practice_for(request: HttpRequest, pk: int) -> Practice:
    return get_object_or_404(visible_to(member(request)).with_people(), pk=pk)


def own_practice(request: HttpRequest, pk: int) -> Practice:
    """Their own: somebody else's is there to be read, not to be changed."""
    found = practice_for(request, pk)
    if not staff(request).owns(found.author_id):
        raise PermissionDenied
    return found


def moderated(request: HttpRequest, pk: int) -> Practice:
    """Somebody else's: nobody decides on their own."""
    moderator(request)
    found = practice_for(request, pk)
    if staff(request).owns(found.author_id):
        raise PermissionDenied
    return found


def comment_for(request: HttpRequest, pk: int) -> PracticeComment:
    """As its reader sees it: a hidden one is there for its author and for moderators alone."""
    user = member(request)
    rows = PracticeComment.objects.filter(practice__in=visible_to(user)).exclude(state="removed")
    if not network.moderates(user):
        rows = rows.filter(Q(state="shown") | Q(user=user))
    return get_object_or_404(rows.select_related("practice__author__merged_into", "user"), pk=pk)


def upload_for(request: HttpRequest, pk: int, upload_pk: int) -> Upload:
    return get_object_or_404(practice_for(request, pk).uploads, pk=upload_pk)
