"""Moments in Wagtail's screens are said in the organisation's zone, as everywhere: ours set it before Wagtail is asked."""

from contextlib import AbstractContextManager, nullcontext
from typing import Any

from wagtail.admin import localization


def keep() -> None:
    """Once, at start. Wagtail goes back to the zone of the settings for whoever has no profile of its own kind."""
    localization.override_tz = _as_it_is


def _as_it_is(_zone: Any) -> AbstractContextManager[None]:
    return nullcontext()
