from django.apps import AppConfig

from polder.base.frame import frame


class PublishingConfig(AppConfig):
    name = "polder.capabilities.publishing"
    label = "publishing"
    verbose_name = "Publishing"

    def ready(self) -> None:
        from polder.capabilities.publishing import (
            audiences_named,
            dates,
            foreseeing,
            leaving,
            parties_ending,
            replanning,  # noqa: F401  # registers itself
            shares,
            talking,
            telling,
            telling_files,
            templating,
        )
        from polder.capabilities.publishing.views import as_reader
        from polder.capabilities.publishing.wagtail import registering
        from polder.governance import touching
        from polder.ground.organisation.panels import Panel, register

        register("leaving", Panel("pages", "publishing/_leaving.html", leaving.kept_by, order=20))
        register("aspect", Panel("kept", "publishing/_kept_here.html", shares.kept, order=20))
        register("aspect", Panel("templates", "publishing/_templates_here.html", templating.here, order=21))
        touching.register("publishing.reviews", foreseeing.reviews)
        touching.register("publishing.requests", foreseeing.requests)
        audiences_named.register()
        parties_ending.register()
        registering.register()
        telling.register()
        telling_files.register()
        talking.register()
        dates.register()
        frame.above.append(as_reader.above)
