from django.urls import path

from assessment.views import resolving, signing

urlpatterns = [
    path("defences/days/<int:pk>/leaning/", resolving.leaning, name="leaning"),
    path("defences/<int:pk>/spread/", resolving.spread, name="spread"),
    path("defences/<int:pk>/third/", resolving.third, name="third"),
    path("defences/<int:pk>/third/excuse/", resolving.third_excuse, name="third_excuse"),
    path("protocols/<int:pk>/sign/", signing.protocol_sign, name="protocol_sign"),
    path("protocols/<int:pk>/cannot/", signing.protocol_cannot, name="protocol_cannot"),
]
