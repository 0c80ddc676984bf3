from django.urls import path

from postcourse.views import implementation as one
from postcourse.views import implementation_acts as acts
from postcourse.views import implementation_cohort as cohort

urlpatterns = [
    path("implementations/<int:pk>/", one.implementation, name="implementation"),
    path("implementations/<int:pk>/goals/new/", one.goal_new, name="goal_new"),
    path("implementations/<int:pk>/goals/confirm/", acts.confirm_goals, name="goals_confirm"),
    path(
        "implementations/<int:pk>/project/<int:submission_pk>/files/<int:upload_pk>/",
        one.project_file,
        name="project_file",
    ),
    path("implementations/<int:pk>/report/", acts.report, name="progress_report"),
    path("implementations/<int:pk>/feedback/", acts.feedback, name="expert_feedback"),
    path("implementations/<int:pk>/status/", acts.judge, name="judge"),
    path("implementations/<int:pk>/status/reckoned/", acts.unjudge, name="unjudge"),
    path("implementations/<int:pk>/analysis/", acts.analysis, name="analysis"),
    path("implementations/<int:pk>/analysis/accept/", acts.accept, name="analysis_accept"),
    path("implementations/<int:pk>/analysis/return/", acts.hand_back, name="analysis_return"),
    path("implementations/goals/<int:pk>/", one.goal, name="goal"),
    path("implementations/goals/<int:pk>/drop/", one.goal_drop, name="goal_drop"),
    path("implementations/reports/<int:pk>/files/<int:upload_pk>/", one.evidence, name="evidence"),
    path("cohorts/<int:pk>/implementation/", cohort.cohort_implementation, name="cohort_implementation"),
    path("cohorts/<int:pk>/implementation/export/", cohort.implementation_export, name="implementation_export"),
]
