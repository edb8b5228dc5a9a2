"""Pictures and a document of the demo, made here: nothing is fetched."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from django.core.files.base import ContentFile

from polder.capabilities.publishing.models import Attachment, Picture
from polder.demo import scenes
from polder.governance.models import Aspect
from polder.ground.organisation.models import Person


def picture(aspect: Aspect, by: Person) -> Picture:
    """Of the page on parental leave."""
    return _added(
        "morning", "The polder behind the depot", "Green land with straight ditches under a pale sky", aspect, by
    )


def picture_for(title: str, language: str, aspect: Aspect, by: Person) -> Picture | None:
    """For an item of news: what was chosen for it, else what its aspect has. One row for each aspect and language."""
    name = _scene_of(title, aspect.key)
    if name is None:
        return None
    called, shows = _scenes()[name][language]
    return Picture.objects.filter(title=called, aspect=aspect).first() or _added(name, called, shows, aspect, by)


def document(aspect: Aspect, by: Person) -> Attachment:
    """A form in plain text."""
    words = b"Request for parental leave\n\nName:\nWeeks:\nFrom:\nDays a week:\n"
    file = ContentFile(words, "request-for-parental-leave.txt")
    return Attachment.objects.create(
        title="Request for parental leave", file=file, file_size=len(words), aspect=aspect, uploaded_by_user=by
    )


def _added(name: str, title: str, shows: str, aspect: Aspect, by: Person) -> Picture:
    file = ContentFile(scenes.drawn(name), f"{name}.png".replace("_", "-"))
    return Picture.objects.create(title=title, description=shows, file=file, aspect=aspect, uploaded_by_user=by)


def _scene_of(title: str, aspect: str) -> str | None:
    for name, scene in _scenes().items():
        if title in scene.get("news", ()):
            return name
    return next((name for name, scene in _scenes().items() if aspect in scene.get("aspects", ())), None)


@cache
def _scenes() -> Mapping[str, Any]:
    found: Mapping[str, Any] = yaml.safe_load((files("polder.demo") / "data" / "pictures.yaml").read_text("utf-8"))
    return found
