from django.apps import AppConfig


class PostcourseConfig(AppConfig):
    name = "postcourse"
