from collections.abc import Callable

import pytest
from django.utils import timezone

from polder.capabilities.publishing import content, operations, tree
from polder.capabilities.publishing.models import Page
from polder.features.pages.models import ContentPage
from polder.governance.models import Aspect
from polder.ground.organisation.models import Person

type PageMaker = Callable[..., ContentPage]


@pytest.fixture
def page_of(cast) -> PageMaker:
    """`page_of("leave", by=cast["tim"], live=True)`: a page under that aspect, put there past the route."""

    def made(
        aspect: str, *, by: Person, live: bool = False, parent: Page | None = None, title: str = ""
    ) -> ContentPage:
        name = title or aspect
        page = ContentPage(
            title=name.capitalize(),
            slug=name,
            aspect=Aspect.objects.get(key=aspect),
            body=[("text", f"<p>About {name}</p>")],
        )
        content.add(page, parent=parent or tree.part("pages"), by=by)
        if live:
            content.go_live(page, by=by)
        return ContentPage.objects.get(pk=page.pk)

    return made


@pytest.fixture
def published(cast):
    """`published("leave")`: a page that readers see; `under` another one when that is given."""

    def publish(slug, *, under=None, aspect="salary"):
        now = timezone.now()
        page = ContentPage(title=slug.capitalize(), slug=slug, body=[("text", f"<p>About {slug}.</p>")])
        parent = under or tree.part("pages")
        operations.write(page, parent=parent, aspect=Aspect.objects.get(key=aspect), by=cast["omar"], at=now)
        operations.submit(page, by=cast["omar"], at=now, minor=True)
        operations.approve(page, by=cast["meral"], at=now)
        return Page.objects.get(pk=page.pk)

    return publish
