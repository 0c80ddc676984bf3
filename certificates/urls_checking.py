from django.urls import path

from certificates.views import checking, lists, registration

urlpatterns = [
    path("verify/file", checking.check_file, name="check_file"),
    path("verify/developers", checking.developers, name="developers"),
    path("openapi.json", checking.openapi, name="openapi"),
    path("verify/list", lists.check_list, name="check_list"),
    path("verify/list/register", lists.checker_register, name="checker_register"),
    path("verify/list/confirm", lists.checker_confirm, name="checker_confirm"),
    path("verify/list/registration", registration.my_registration, name="my_registration"),
    path("verify/list/registration/end", registration.my_registration_end, name="my_registration_end"),
    path("checkers/", lists.checker_list, name="checkers"),
    path("checkers/<int:pk>/", lists.checker, name="checker"),
    path("checkers/<int:pk>/restore/", lists.checker_restore, name="checker_restore"),
    path("checkers/<int:pk>/end/", registration.checker_end, name="checker_end"),
]
