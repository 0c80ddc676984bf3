from django.urls import path

from certificates.views import checking, lists

urlpatterns = [
    path("verify/file", checking.check_file, name="check_file"),
    path("verify/developers", checking.developers, name="developers"),
    path("openapi.json", checking.openapi, name="openapi"),
    path("verify/list", lists.check_list, name="check_list"),
    path("verify/list/register", lists.checker_register, name="checker_register"),
    path("verify/list/confirm", lists.checker_confirm, name="checker_confirm"),
    path("checkers/", lists.checker_list, name="checkers"),
    path("checkers/<int:pk>/", lists.checker, name="checker"),
    path("checkers/<int:pk>/restore/", lists.checker_restore, name="checker_restore"),
]
