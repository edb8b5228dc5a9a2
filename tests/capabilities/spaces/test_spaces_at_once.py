"""Two at once in a space: both versions are kept, one space is made, a form sent twice counts once."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from polder.capabilities.spaces import operations
from polder.capabilities.spaces.models import Space, Task
from polder.capabilities.spaces.operations.files import ready
from polder.governance.models import Aspect
from polder.ground.organisation.models import Party
from tests.governance.test_at_once import together

pytestmark = pytest.mark.django_db(transaction=True)


def codes(*doings):
    return sorted(getattr(found, "code", "done") for found in together(*doings))


def upload(text):
    return ready([SimpleUploadedFile("plan.txt", text)])


def test_of_two_who_open_a_space_one_is_told(cast):
    party, aspect = Party.objects.get(ref="unit:hr"), Aspect.objects.get(key="hr-content")
    opening = [
        lambda by=cast[key]: operations.open_space(party, aspect=aspect, by=by, at=cast.at) for key in ("meral", "omar")
    ]
    assert codes(*opening) == ["done", "wrong_state"]
    assert Space.objects.count() == 1


def test_two_versions_that_come_at_once_are_both_kept(cast, of_hr):
    (plan,) = operations.add_files(of_hr, upload(b"one"), by=cast["tim"], at=cast.at)
    adding = [
        lambda by=cast[key], text=key.encode(): operations.add_version(plan, upload(text)[0], by=by, at=cast.at)
        for key in ("tim", "omar")
    ]
    assert codes(*adding) == ["done", "done"]
    assert list(plan.versions.values_list("number", flat=True)) == [3, 2, 1]
    plan.refresh_from_db()
    assert plan.current is not None
    assert plan.current.number == 3


def test_a_task_that_is_sent_twice_at_once_is_one(cast, of_hr):
    adding = [
        lambda: operations.add_task(of_hr, title="Once", owner=cast["tim"], once="a", by=cast["tim"], at=cast.at)
    ] * 2
    assert codes(*adding) == ["done", "done"]
    assert Task.objects.count() == 1


def test_of_two_who_change_a_task_the_second_is_told(cast, of_hr):
    task = operations.add_task(of_hr, title="Plan", owner=cast["tim"], by=cast["tim"], at=cast.at)
    same = {"text": "", "owner": cast["tim"], "due": None, "version": 1, "at": cast.at}
    changing = [
        lambda by=cast[key], title=key: operations.change_task(task, title=title, by=by, **same)
        for key in ("tim", "omar")
    ]
    assert codes(*changing) == ["done", "stale"]
