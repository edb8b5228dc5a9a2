"""Tiles made into HTML. One that fails is named as failed in its place; the rest of the page stands."""

import logging

from django.db import transaction
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from polder.base import tiles

logger = logging.getLogger(__name__)


def shown(request: HttpRequest, column: tiles.Column) -> list[SafeString]:
    """The tiles of a column that have something to show, in order."""
    pieces = (_one(request, tile) for tile in tiles.of(column))
    return [piece for piece in pieces if piece]


def _one(request: HttpRequest, tile: tiles.Tile) -> SafeString:
    try:
        with transaction.atomic():  # an error of the database ends this tile's questions, not the page's
            context = tile.context(request)
            if context is None:
                return SafeString("")
            made = render_to_string(tile.template, context, request)
    except Exception:
        logger.exception("The tile %s could not be shown", tile.key)
        made = render_to_string("workspace/_failed_tile.html", {"key": tile.key}, request)
    return mark_safe(made)  # noqa: S308  # what a template made, which escapes what it is given
