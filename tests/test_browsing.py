"""The way in, in Chromium: what the other browser tests build on."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_sign_in_page_is_accessible(page, axe):
    page.goto("/account/login/")
    axe(page)


@pytest.mark.parametrize("width", [320, 390, 820, 1920])
def test_the_sign_in_page_fits(page, axe, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/account/login/")
    axe(page)


def test_somebody_who_is_signed_in_has_a_session_in_the_browser(page, signed_in, cast):
    answer = signed_in(page, cast["noor"]).goto("/")
    assert answer is not None
    assert answer.ok
    assert "/account/login/" not in page.url
