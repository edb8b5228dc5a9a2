"""Fixtures for tests in Chromium: `page` on a live server, `signed_in`, `opened`, `axe`. Mark such tests `browser`."""

import os
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page

from polder.ground.organisation.models import Person
from tests.look.chromium import chromium
from tests.look.inspection import overflow, violations


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the session."""
    # Playwright keeps an event loop in this thread, and Django would refuse the tests' own queries because of it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with chromium() as browser:
        yield browser


@pytest.fixture
def page(browser: Browser, live_server) -> Iterator[Page]:
    """A page in a context of its own; `page.goto("/matrix/")` goes to the live server.

    The test fails when a script fails or the content security policy refuses something.
    """
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": 1440, "height": 900}, reduced_motion="reduce"
    )  # nothing half faded in
    context.set_default_timeout(10_000)
    page = context.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(f"script: {error}"))
    page.on("console", lambda message: troubles.append(message.text) if _is_trouble(message) else None)
    yield page
    context.close()
    assert troubles == []


def _is_trouble(message) -> bool:
    """An answer that is meant to be 403 or 409 is logged as an error too; that one is the test's to judge."""
    meant = ("Failed to load resource", "Response Status Error Code")  # the browser's words and htmx's
    return message.type == "error" and not message.text.startswith(meant)


@pytest.fixture
def signed_in(live_server) -> Callable[[Page, Person], Page]:
    """`signed_in(page, person)`: the page's browser has that person's session from here on."""

    def sign_in(page: Page, person: Person) -> Page:
        client = Client()
        client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
        return page

    return sign_in


@pytest.fixture
def opened(browser: Browser, live_server, signed_in) -> Iterator[Callable[..., Page]]:
    """`opened(person, width=390)`: a window of their own, signed in, for tests in which several people act.

    The test fails on what a script of any of them or the policy complains about.
    """
    contexts: list[BrowserContext] = []
    troubles: list[str] = []

    def open_for(person: Person, width: int = 1440) -> Page:
        context = browser.new_context(
            base_url=live_server.url, viewport={"width": width, "height": 844}, reduced_motion="reduce"
        )
        contexts.append(context)
        context.set_default_timeout(10_000)
        window = signed_in(context.new_page(), person)
        window.on("pageerror", lambda error: troubles.append(f"{person.key}: {error}"))
        window.on("console", lambda said: troubles.append(f"{person.key}: {said.text}") if _is_trouble(said) else None)
        return window

    yield open_for
    for context in contexts:
        context.close()
    assert troubles == []


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """`axe(page)`: fails with what axe finds on the page as it is now, or when the page is wider than its window."""

    def check(page: Page) -> None:
        assert violations(page) == []
        assert overflow(page) == 0

    return check
