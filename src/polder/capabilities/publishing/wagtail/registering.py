"""Put our answers where Wagtail looks for its own, before anything asks."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from wagtail.models import AbstractPage, Collection, Locale, Site, Task, Workflow
from wagtail.permissions import policy_registry

from polder.capabilities.publishing.models import Attachment, Page, PageTemplate, Picture
from polder.capabilities.publishing.wagtail import buttons, chosen_files, words, zones
from polder.capabilities.publishing.wagtail.policies import ByAspect, Closed, Designs, Files, Pages

CLOSED = (Site, Collection, Locale, Task, Workflow, Group)


def register() -> None:
    """Once, at start."""
    words.say()
    buttons.lead()
    zones.keep()
    chosen_files.mind()
    pages: ByAspect = Pages(Page)
    policy_registry.register(AbstractPage, pages)
    policy_registry.register(Page, pages)
    policy_registry.register(Picture, Files(Picture), exact_class=True)  # the apps of Wagtail register theirs later
    policy_registry.register(Attachment, Files(Attachment), exact_class=True)
    policy_registry.register(PageTemplate, Designs(PageTemplate))
    for model in (*CLOSED, get_user_model()):
        policy_registry.register(model, Closed(model))
