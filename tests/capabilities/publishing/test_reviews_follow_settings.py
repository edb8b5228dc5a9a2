"""A review is due by the nearest setting on the line, also when the setting changes after the page was verified."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from polder.capabilities.publishing import operations
from polder.capabilities.publishing.models import Page
from polder.governance import operations as matrix
from polder.governance.changes import ChangeAspect
from polder.governance.facts import AspectKey
from polder.ground.ledger import outbox

pytestmark = pytest.mark.django_db


def _set(cast, key, **settings):
    now = timezone.now()
    matrix.apply_lines([ChangeAspect(AspectKey(key), settings)], title="Sooner", by=None, at=now)
    while outbox.deliver("test", clock=lambda: now, limit=100):
        pass


def _months_until_review(page) -> int:
    row = Page.objects.get(pk=page.pk)
    assert isinstance(row.review_on, date)
    assert row.verified_on is not None
    return (row.review_on.year - row.verified_on.year) * 12 + row.review_on.month - row.verified_on.month


def test_pages_get_their_new_days_when_a_setting_above_them_changes(cast, page_of):
    page = page_of("salary", by=cast["meral"], live=True)
    other = page_of("homepage", by=cast["meral"], live=True, title="front")
    for each in (page, other):
        by = cast["meral"] if each == page else cast["saskia"]
        operations.verify(each, by=by, at=timezone.now())
    assert (_months_until_review(page), _months_until_review(other)) == (12, 12)
    _set(cast, "hr-content", review_months=6)
    assert (_months_until_review(page), _months_until_review(other)) == (6, 12)
    _set(cast, "salary", review_months=1, unpublish_after=10)
    row = Page.objects.get(pk=page.pk)
    assert _months_until_review(page) == 1
    assert row.review_on is not None
    assert row.gone_on == row.review_on + timedelta(days=10)
