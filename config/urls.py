from django.urls import include, path
from django.views.i18n import set_language

from config import views, views_publishing

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.health, name="health"),
    path("language/", set_language, name="set_language"),
    path("programmes/drafts/<int:pk>/publish/", views_publishing.draft_publish, name="draft_publish"),
    path("account/", include("allauth.urls")),
    path("", include("people.urls")),
    path("", include("courses.urls")),
    path("", include("assessment.urls")),
    path("", include("certificates.urls")),
    path("", include("postcourse.urls")),
]
