from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "polder.capabilities.publishing"
    label = "publishing"
    verbose_name = "Publishing"
