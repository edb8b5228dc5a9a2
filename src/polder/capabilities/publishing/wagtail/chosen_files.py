"""A chosen file in the editor: one that was refused, for the author may not know of it, is not told by its title."""

from typing import Any

from wagtail.documents.widgets import AdminDocumentChooser
from wagtail.images.widgets import AdminImageChooser

from polder.capabilities.publishing import links


def mind() -> None:
    """Once, at start."""
    for widget in (AdminDocumentChooser, AdminImageChooser):
        widget.get_instance = _unless_refused(widget.get_instance)


def _unless_refused(find: Any) -> Any:
    def get_instance(self: Any, value: Any) -> Any:
        found = find(self, value)
        return None if found is not None and links.is_unnamed(type(found), found.pk) else found

    return get_instance
