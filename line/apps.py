from django.apps import AppConfig


class LineConfig(AppConfig):
    name = "line"
