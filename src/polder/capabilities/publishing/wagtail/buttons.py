"""Buttons in Wagtail's lists and heads whose screen is closed lead to ours, or are not there."""

from typing import Any

from django.urls import reverse
from wagtail.admin import wagtail_hooks as theirs


class _Order:
    """M13: numbers and marks on a screen of ours, instead of dragging in Wagtail's list."""

    def __get__(self, button: Any, kind: Any = None) -> str:
        return reverse("publishing:order", args=[button.page.pk])


def lead() -> None:
    """Once, at start."""
    theirs.PageListingMoveButton.url_name = "publishing:place"
    theirs.PageListingViewDraftButton.url_name = "publishing:draft"
    theirs.PageListingSortMenuOrderButton.url = _Order()
    theirs.PageListingCopyButton.is_shown = lambda _button, _user: False
