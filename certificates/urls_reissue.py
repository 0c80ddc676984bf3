from django.urls import URLPattern, path

from certificates.views import reissue

urlpatterns: list[URLPattern] = [
    path("<int:pk>/reissue/<slug:reason>/", reissue.reissue, name="reissue"),
    path("<int:pk>/reissue/<slug:reason>/preview/", reissue.preview, name="reissue_preview"),
    path("reissues/<int:pk>/withdraw/", reissue.withdraw, name="reissue_withdraw"),
]
