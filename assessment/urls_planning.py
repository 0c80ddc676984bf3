from django.urls import path

from assessment.views import declaring, plan_changes, proposing, room

urlpatterns = [
    path("cohorts/<int:pk>/defences/propose/", proposing.propose, name="propose"),
    path("defences/days/<int:pk>/publish/", plan_changes.publish, name="publish"),
    path("defences/days/<int:pk>/pause/", plan_changes.pause, name="pause"),
    path("defences/days/<int:pk>/shift/", plan_changes.shift, name="shift"),
    path("defences/days/<int:pk>/recuse/", plan_changes.recuse, name="recuse"),
    path("defences/days/<int:pk>/room/", room.room, name="room"),
    path("defences/<int:pk>/move/", plan_changes.move, name="move"),
    path("defences/availability/", declaring.my_availability, name="my_availability"),
    path("defences/availability/<int:pk>/", declaring.availability, name="availability"),
    path("defences/availability/<int:pk>/take-back/<str:kind>/<int:row>/", declaring.take_back, name="take_back"),
]
