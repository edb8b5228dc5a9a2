"""Wagtail's search boxes of the tree and the choosers, without Wagtail's index: what is written in a title or a name.

Wagtail asks an app of modelsearch how to search; the real one keeps tables and signals of its own.
"""

from typing import Any

from modelsearch.apps import ModelSearchAppConfig


class Searching(ModelSearchAppConfig):
    """Takes the place of `wagtail.search` in INSTALLED_APPS."""

    name = "polder.capabilities.publishing.wagtail"
    label = "publishing_searching"

    def ready(self) -> None:
        """No index to keep, so nothing to listen to."""

    def get_search_backend_config(self) -> dict[str, dict[str, Any]]:
        return {"default": {"BACKEND": "polder.capabilities.publishing.wagtail.titles"}}
