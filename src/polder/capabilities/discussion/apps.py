from django.apps import AppConfig


class DiscussionConfig(AppConfig):
    name = "polder.capabilities.discussion"
    label = "discussion"
    verbose_name = "Discussion"

    def ready(self) -> None:
        from polder.capabilities.discussion import telling

        telling.register()
