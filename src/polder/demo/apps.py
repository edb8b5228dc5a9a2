from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "polder.demo"
    label = "demo"
    verbose_name = "Demo"
