"""What Wagtail finds of ours when it starts: our views of the editor, our colours, one thing to press."""

from typing import Any

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem

from polder.capabilities.publishing.wagtail.editing import GO_ON, PagesViewSet


@hooks.register("register_admin_viewset", order=10)  # after Wagtail's own, which it replaces
def _views() -> PagesViewSet:
    return PagesViewSet()


@hooks.register("insert_global_admin_css")
def _colours() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("publishing/css/editor.css"))


@hooks.register("construct_page_action_menu")
def _one_thing_to_press(items: list[Any], request: Any, context: dict[str, Any]) -> None:
    """Saving. What comes after it (asking, approving, publishing) is done on the page's route."""
    items[:] = [GoOn(), *(item for item in items if item.name == "action-save-draft")]


class GoOn(ActionMenuItem):
    """Save, and see who is asked and who decides."""

    label = gettext_lazy("Save and go on")
    name = GO_ON
    icon_name = "arrow-right"
