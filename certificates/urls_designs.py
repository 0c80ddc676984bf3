from django.urls import path

from certificates.views import designs

urlpatterns = [
    path("", designs.designs, name="designs"),
    path("as-ever/", designs.design_none_usual, name="design_none_usual"),
    path("<int:pk>/", designs.design, name="design"),
    path("<int:pk>/edit/", designs.design_edit, name="design_edit"),
    path("<int:pk>/preview/<slug:which>.png", designs.design_picture, name="design_picture"),
    path("<int:pk>/pdf/<slug:which>.pdf", designs.design_pdf, name="design_pdf"),
    path("<int:pk>/publish/", designs.design_publish, name="design_publish"),
    path("<int:pk>/copy/", designs.design_copy, name="design_copy"),
    path("<int:pk>/discard/", designs.design_discard, name="design_discard"),
    path("<int:pk>/retire/", designs.design_retire, name="design_retire"),
    path("<int:pk>/bring-back/", designs.design_bring_back, name="design_bring_back"),
    path("<int:pk>/usual/", designs.design_make_usual, name="design_make_usual"),
]
