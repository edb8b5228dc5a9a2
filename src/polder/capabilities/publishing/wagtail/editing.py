"""Wagtail's editor with our operations behind its button."""

from wagtail.admin.viewsets.pages import PageViewSet


class PagesViewSet(PageViewSet):
    """Every kind of page."""
