from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "polder.features.pages"
    label = "pages"
    verbose_name = "Pages"
