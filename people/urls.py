from django.urls import path

from people import views, views_exports, views_merge, views_outbox, views_provider, views_schools, views_users

app_name = "people"
urlpatterns = [
    path("people/", views.people, name="people"),
    path("people/export/", views.people_export, name="people_export"),
    path("people/duplicates/", views_merge.duplicates, name="duplicates"),
    path("people/<int:pk>/merge/", views_merge.merge_choose, name="merge_choose"),
    path("people/<int:pk>/merge/<int:other>/", views_merge.merge, name="merge"),
    path("people/<int:pk>/different/<int:other>/", views_merge.tell_apart, name="tell_apart"),
    path("distinctions/<int:pk>/undo/", views_merge.tell_apart_undo, name="tell_apart_undo"),
    path("merges/<int:pk>/undo/", views_merge.merge_undo, name="merge_undo"),
    path("people/<int:pk>/", views.person, name="person"),
    path("people/<int:pk>/edit/", views.person_edit, name="person_edit"),
    path("organisations/", views_schools.organisations, name="organisations"),
    path("organisations/export/", views_schools.organisations_export, name="organisations_export"),
    path("organisations/<int:pk>/", views_schools.organisation, name="organisation"),
    path("provider/", views_provider.provider, name="provider"),
    path("provider/edit/", views_provider.provider_edit, name="provider_edit"),
    path("provider/logo/", views_provider.logo, name="logo"),
    path("provider/seal/", views_provider.seal, name="seal"),
    path("provider/signatories/new/", views_provider.signatory, name="signatory_new"),
    path("provider/signatories/<int:pk>/", views_provider.signatory, name="signatory"),
    path("provider/signatories/<int:pk>/end/", views_provider.office_end, name="office_end"),
    path("users/", views_users.users, name="users"),
    path("users/new/", views_users.user_new, name="user_new"),
    path("users/<int:pk>/", views_users.user, name="user"),
    path("users/<int:pk>/sign-in/", views_users.user_sign_in, name="user_sign_in"),
    path("exports/", views_exports.exports, name="exports"),
    path("outbox/", views_outbox.outbox, name="outbox"),
    path("outbox/export/", views_outbox.outbox_export, name="outbox_export"),
    path("outbox/<int:pk>/", views_outbox.message, name="message"),
    path("outbox/<int:pk>/posted/", views_outbox.posted, name="message_posted"),
    path("outbox/<int:pk>/retry/", views_outbox.retry, name="message_retry"),
]
