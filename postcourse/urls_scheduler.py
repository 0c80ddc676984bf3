from django.urls import path

from postcourse.views import renewal

urlpatterns = [
    path("renewal/", renewal.renewal, name="renewal"),
    path("renewal/school/", renewal.tell_school, name="renewal_school"),
    path("register/expiring/", renewal.expires, name="expiring"),
    path("register/expiring/export/", renewal.expires_export, name="expiring_export"),
]
