from django.urls import include, path

from assessment.views import chairing, handing_over, papers, planning, scoring

app_name = "assessment"
urlpatterns = [
    path("", include("assessment.urls_planning")),
    path("", include("assessment.urls_gradebook")),
    path("", include("assessment.urls_reconciling")),
    path("", include("assessment.urls_survey")),
    path("", include("assessment.urls_rubrics")),
    path("", include("assessment.urls_retakes")),
    path("cohorts/<int:pk>/defences/", planning.defences, name="defences"),
    path("cohorts/<int:pk>/defences/new/", planning.day_new, name="day_new"),
    path("cohorts/<int:pk>/results/", planning.results, name="results"),
    path("defences/days/<int:pk>/", chairing.day, name="day"),
    path("defences/days/<int:pk>/plan/", planning.day_edit, name="day_edit"),
    path("defences/days/<int:pk>/order/", planning.day_order, name="day_order"),
    path("defences/days/<int:pk>/participants/", planning.day_add, name="day_add"),
    path("defences/days/<int:pk>/drop/", planning.day_drop, name="day_drop"),
    path("defences/days/<int:pk>/chair/", handing_over.hand_over, name="hand_over"),
    path("defences/days/<int:pk>/finalise/", chairing.finalise_ready, name="finalise_ready"),
    path("defences/days/<int:pk>/excuse/", chairing.excuse, name="excuse"),
    path("defences/days/<int:pk>/submit/", scoring.submit_complete, name="submit_complete"),
    path("defences/days/<int:pk>/round.json", scoring.round_json, name="round"),
    path("defences/", chairing.my_defences, name="my_defences"),
    path("defences/<int:pk>/score/", scoring.score, name="score"),
    path("defences/<int:pk>/mark/", scoring.mark, name="mark"),
    path("defences/<int:pk>/submit/", scoring.submit, name="submit"),
    path("defences/<int:pk>/absence/", chairing.absence, name="absence"),
    path("defences/<int:pk>/absence/back/", chairing.absence_back, name="absence_back"),
    path("defences/<int:pk>/remove/", planning.defence_remove, name="defence_remove"),
    path("sheets/<int:pk>/call-back/", chairing.call_back, name="call_back"),
    path("protocols/<int:pk>.pdf", papers.protocol_pdf, name="protocol_pdf"),
]
