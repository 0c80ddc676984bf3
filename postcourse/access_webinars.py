"""Who may open a webinar: what is not for them does not exist (404); what is not theirs to do is forbidden (403)."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from people.access import staff
from people.models import Upload, User
from people.roles import Role
from postcourse.access import reader
from postcourse.models import Webinar, WebinarGuest, WebinarMaterial


def webinar_for(request: HttpRequest, pk: int) -> Webinar:
    rows = Webinar.objects.visible_to(reader(request)).with_counts()
    return get_object_or_404(rows.select_related("host"), pk=pk)


def arranges(user: User) -> bool:
    """Makes, announces, changes and cancels webinars."""
    return user.has_role(Role.ORGANISER, Role.ADMINISTRATOR)


def holds(user: User, webinar: Webinar) -> bool:
    """Ticks who came, and adds what stays of it: who holds it, or the organiser for them."""
    return arranges(user) or (user.has_role(Role.TRAINER) and webinar.host_id == user.pk)


def require_holder(request: HttpRequest, pk: int) -> Webinar:
    webinar = webinar_for(request, pk)
    if not holds(staff(request), webinar):
        raise PermissionDenied
    return webinar


def require_arranger(request: HttpRequest, pk: int) -> Webinar:
    webinar = webinar_for(request, pk)
    if not arranges(staff(request)):
        raise PermissionDenied
    return webinar


def guest_for(request: HttpRequest, pk: int) -> WebinarGuest:
    """A line of the list of guests, for whoever keeps that list."""
    guest = get_object_or_404(WebinarGuest.objects.select_related("webinar__host", "person"), pk=pk)
    require_holder(request, guest.webinar_id)
    return guest


def material_upload(request: HttpRequest, pk: int) -> Upload:
    """The file, for everybody who sees the webinar; what was withdrawn is for nobody."""
    seen = Webinar.objects.visible_to(reader(request)).order_by().values("pk")
    rows = WebinarMaterial.objects.filter(webinar__in=seen, withdrawn_at=None).select_related("upload")
    upload = get_object_or_404(rows, pk=pk).upload
    if upload is None:
        raise Http404
    return upload
