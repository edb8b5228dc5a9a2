"""Home is made of tiles that features register."""

import pytest
from django.test import RequestFactory

from polder.base import tiles
from polder.surfaces.workspace.tiles import shown


@pytest.fixture
def registry(monkeypatch):
    monkeypatch.setattr(tiles, "_tiles", {})


def tile(key, order, context):
    return tiles.Tile(key=key, template="base/_empty.html", context=context, order=order)


def test_a_tile_that_fails_leaves_the_others_standing(db, registry, client_of, cast):
    def broken(request):
        raise ZeroDivisionError

    tiles.register(tile("good", 1, lambda request: {"title": "Good"}))
    tiles.register(tile("bad", 2, broken))
    tiles.register(tile("nothing", 3, lambda request: None))
    request = RequestFactory().get("/")
    request.user = cast["tim"]
    good, bad = shown(request, "main")
    assert "Good" in good
    assert "cannot be shown now" in bad


def test_two_tiles_do_not_share_a_key(registry):
    tiles.register(tile("one", 1, lambda request: None))
    with pytest.raises(ValueError, match="already"):
        tiles.register(tile("one", 2, lambda request: None))
