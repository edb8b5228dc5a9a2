"""The facet design (M13): who may change how things are laid out for readers. What the order of a menu asks, any layout asks."""

from datetime import datetime

from polder.capabilities.publishing.models import Page
from polder.governance import mandate
from polder.governance.models import Aspect
from polder.ground.organisation.models import Person


def aspect_of_layout(page: Page) -> Aspect:
    """Whose design it is: that of the page; the front page and the parts belong to the whole, which is the root."""
    return page.aspect or Aspect.objects.get(parent=None)


def may_design(person: Person, page: Page, at: datetime) -> bool:
    """May the person lay out what stands under the page? For showing; the operation asks again."""
    return mandate.may(person, "edit", aspect_of_layout(page), "design", at=at).allowed
