"""The field for tags in the editor: as Wagtail's, with suggestions from what the writer may see."""

from typing import Any

from django.urls import reverse_lazy
from wagtail.admin.widgets import AdminTagWidget


class TagWidget(AdminTagWidget):
    """Wagtail's own suggests the tags of every page there is."""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["data-w-tag-url-value"] = str(reverse_lazy("publishing:tag_suggestions"))
        return context
