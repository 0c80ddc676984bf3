from django.urls import path

from certificates.views import design_acts, designs

urlpatterns = [
    path("", designs.designs, name="designs"),
    path("as-ever/", design_acts.design_none_usual, name="design_none_usual"),
    path("<int:pk>/", designs.design, name="design"),
    path("<int:pk>/edit/", designs.design_edit, name="design_edit"),
    path("<int:pk>/preview/<slug:which>.png", designs.design_picture, name="design_picture"),
    path("<int:pk>/pdf/<slug:which>.pdf", designs.design_pdf, name="design_pdf"),
    path("<int:pk>/publish/", design_acts.design_publish, name="design_publish"),
    path("<int:pk>/copy/", design_acts.design_copy, name="design_copy"),
    path("<int:pk>/discard/", design_acts.design_discard, name="design_discard"),
    path("<int:pk>/retire/", design_acts.design_retire, name="design_retire"),
    path("<int:pk>/bring-back/", design_acts.design_bring_back, name="design_bring_back"),
    path("<int:pk>/usual/", design_acts.design_make_usual, name="design_make_usual"),
]
