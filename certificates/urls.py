from django.urls import URLPattern, URLResolver, include, path, re_path

from certificates.views import holder, issue, papers, public, register, signing

app_name = "certificates"
urlpatterns: list[URLPattern | URLResolver] = [
    path("cohorts/<int:pk>/certificates/", issue.batch, name="batch"),
    path("cohorts/<int:pk>/certificates/preview/<int:enrolment>/", issue.preview, name="preview"),
    path("batches/<int:pk>/discard/", issue.discard, name="discard"),
    path("batches/<int:pk>/progress/", papers.progress, name="progress"),
    path("batches/<int:pk>/retry/", papers.retry, name="retry"),
    path("to-sign/", signing.to_sign, name="to_sign"),
    path("to-sign/<int:pk>/", signing.sign, name="sign"),
    path("register/", include("certificates.urls_register")),
    path("", include("certificates.urls_support")),
    path("register/", include("certificates.urls_reissue")),
    path("register/<int:pk>/", register.document, name="document"),
    path("register/<int:pk>/blank/", register.blank, name="blank"),
    path("register/<int:pk>/hand-over/", register.hand_over, name="hand_over"),
    path("register/<int:pk>/withhold/", register.withhold, name="withhold"),
    path("register/<int:pk>/show/", register.show, name="show"),
    path("register/<int:pk>/revoke/", register.revoke, name="revoke"),
    path("blanks/", include("certificates.urls_blanks")),
    path("designs/", include("certificates.urls_designs")),
    path("documents/<int:pk>/", holder.mine, name="mine"),
    path("documents/<int:pk>/pdf/", holder.download, name="download"),
    path("", include("certificates.urls_batches")),
    path("", include("certificates.urls_verdict")),
    path("", include("certificates.urls_checking")),
    path("verify", public.verify, name="verify"),
    # What the paper says under its QR: type the code at this address.
    re_path(r"^[vV]/?$", public.verify, name="type_code"),
    path("", include("certificates.urls_public")),
]
