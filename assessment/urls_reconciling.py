from django.urls import path

from assessment.views import resolving, reviewing, signing

urlpatterns = [
    path("defences/days/<int:pk>/leaning/", resolving.leaning, name="leaning"),
    path("defences/<int:pk>/spread/", resolving.spread, name="spread"),
    path("defences/<int:pk>/third/", resolving.third, name="third"),
    path("defences/<int:pk>/third/excuse/", resolving.third_excuse, name="third_excuse"),
    path("protocols/<int:pk>/sign/", signing.protocol_sign, name="protocol_sign"),
    path("protocols/<int:pk>/cannot/", signing.protocol_cannot, name="protocol_cannot"),
    path("my/results/<int:pk>/appeal/", reviewing.appeal, name="appeal"),
    path("results/<int:pk>/correct/", reviewing.correct, name="correct"),
    path("reviews/<int:pk>/", reviewing.review, name="review"),
    path("reviews/<int:pk>/file/", reviewing.review_file, name="review_file"),
    path("addenda/<int:pk>.pdf", reviewing.addendum, name="addendum"),
]
