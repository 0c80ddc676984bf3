"""The plan of support: its steps, and the template that it is made from; included by postcourse.urls."""

from django.urls import path

from postcourse.views import plans, steps, templates

urlpatterns = [
    path("support/<int:pk>/", plans.plan, name="plan"),
    path("support/<int:pk>/steps/new/", steps.step_add, name="step_add"),
    path("support/steps/<int:pk>/time/", steps.step_move, name="step_move"),
    path("programmes/<int:pk>/support/new/", templates.template_new, name="template_new"),
]
