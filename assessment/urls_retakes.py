from django.urls import path

from assessment.views import retakes

urlpatterns = [
    path("my/result/<int:pk>/", retakes.my_result, name="my_result"),
    path("my/result/<int:pk>/wish/back/", retakes.wish_back, name="retake_wish_back"),
    path("enrolments/<int:pk>/retake/admit/", retakes.admit, name="retake_admit"),
    path("enrolments/<int:pk>/retake/back/", retakes.admission_back, name="retake_back"),
    path("defences/<int:pk>/feedback/", retakes.feedback, name="feedback"),
]
