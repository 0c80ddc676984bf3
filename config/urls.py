from django.urls import URLPattern, URLResolver, include, path

from assessment.views import rubrics
from config import views, views_data_subject, views_publishing, views_status
from postcourse.views import templates

# What allauth has and this house has not: nobody signs up, and an address changes with the record alone. Whoever could
# add one by themselves would get what is later given to its owner.
NOT_HERE = ("signup/", "email/", "confirm-email/", "confirm-email/<path:rest>")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("healthz", views.health, name="health"),
    path("status/", views_status.show, name="status"),
    path("status/retry/", views_status.retry, name="status_retry"),
    path("language/", views.language, name="set_language"),
    path("programmes/drafts/<int:pk>/publish/", views_publishing.draft_publish, name="draft_publish"),
    path("programmes/<int:pk>/rubrics/", rubrics.rubrics, name="rubrics"),
    path("programmes/<int:pk>/support/", templates.plan_templates, name="plan_templates"),
    path("people/<int:pk>/data/", views_data_subject.data_sheet, name="data_sheet"),
    path("people/<int:pk>/data/export/", views_data_subject.data_sheet_export, name="data_sheet_export"),
    path("people/<int:pk>/erase/", views_data_subject.erase, name="erase"),
    path("account/data/", views_data_subject.my_data, name="my_data"),
    path("account/data/export/", views_data_subject.my_data_export, name="my_data_export"),
    *(path(f"account/{closed}", views.not_here) for closed in NOT_HERE),
    path("account/", include("allauth.urls")),
    path("", include("people.urls")),
    path("", include("courses.urls")),
    path("", include("assessment.urls")),
    path("", include("certificates.urls")),
    path("", include("postcourse.urls")),
]
