from django.urls import URLPattern, URLResolver

app_name = "postcourse"
urlpatterns: list[URLPattern | URLResolver] = []
