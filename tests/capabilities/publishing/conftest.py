from collections.abc import Callable

import pytest

from polder.capabilities.publishing import content, tree
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
