"""Tables of criteria and the rules of a cohort; included by assessment.urls."""

from django.urls import path

from assessment.views import rubrics, rules

urlpatterns = [
    path("cohorts/<int:pk>/rules/", rules.cohort_rules, name="cohort_rules"),
    path("programmes/rubrics/<int:pk>/", rubrics.rubric, name="rubric"),
    path("programmes/rubrics/<int:pk>/compare/", rubrics.rubric_compare, name="rubric_compare"),
    path("programmes/rubrics/<int:pk>/copy/", rubrics.rubric_copy, name="rubric_copy"),
    path("programmes/rubrics/<int:pk>/retire/", rubrics.rubric_retire, name="rubric_retire"),
    path("programmes/rubrics/<int:pk>/offer/", rubrics.rubric_offer, name="rubric_offer"),
    path("programmes/rubrics/drafts/<int:pk>/", rubrics.rubric_draft, name="rubric_draft"),
    path("programmes/rubrics/drafts/<int:pk>/publish/", rubrics.rubric_publish, name="rubric_publish"),
    path("programmes/rubrics/drafts/<int:pk>/discard/", rubrics.rubric_discard, name="rubric_discard"),
    path("programmes/rubrics/drafts/<int:pk>/<slug:key>/", rubrics.rubric_criterion, name="rubric_criterion"),
]
