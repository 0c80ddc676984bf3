"""What is answered above the machinery of accounts (`config.middleware.PublicMiddleware`)."""

from django.urls import URLPattern, URLResolver, re_path

from certificates.views import public

urlpatterns: list[URLPattern | URLResolver] = [
    # The QR code is in capitals; people type as they like. No redirect: one look, one answer.
    re_path(r"^[vV]/(?P<code>[^/]+)\.(?:json|JSON)$", public.verdict_json, name="verdict_json"),
    re_path(r"^[vV]/(?P<code>[^/]+)/?$", public.verdict, name="verdict"),
]
