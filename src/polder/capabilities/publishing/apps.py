from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "polder.capabilities.publishing"
    label = "publishing"
    verbose_name = "Publishing"

    def ready(self) -> None:
        from polder.capabilities.publishing import replanning, talking, telling  # noqa: F401  # replanning registers itself
        from polder.capabilities.publishing.wagtail import registering

        registering.register()
        telling.register()
        talking.register()
