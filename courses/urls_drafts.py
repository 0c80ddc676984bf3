"""Writing programmes: drafts, and versions beside each other; included under `programmes/`."""

from django.urls import path

from courses import views_drafts, views_versions

urlpatterns = [
    path("compare/", views_versions.compare, name="programme_compare"),
    path("<int:pk>/programme.toml", views_versions.programme_toml, name="programme_toml"),
    path("<int:pk>/copy/", views_drafts.copy, name="draft_copy"),
    path("drafts/<int:pk>/", views_drafts.draft, name="draft"),
    path("drafts/<int:pk>/basics/", views_drafts.draft_basics, name="draft_basics"),
    path("drafts/<int:pk>/changes/", views_versions.draft_changes, name="draft_changes"),
    path("drafts/<int:pk>/discard/", views_drafts.draft_discard, name="draft_discard"),
    path("drafts/<int:pk>/modules/<slug:key>/", views_drafts.draft_module, name="draft_module"),
    path("drafts/<int:pk>/modules/<slug:key>/remove/", views_drafts.draft_drop, name="draft_drop"),
    path("drafts/<int:pk>/lists/<slug:key>/", views_drafts.draft_section, name="draft_section"),
]
