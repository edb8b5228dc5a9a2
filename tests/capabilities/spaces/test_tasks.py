"""Tasks: one owner, who is a member; moved by buttons; found again in the inbox."""

from datetime import timedelta

import pytest
from django.utils import timezone

from polder.capabilities.notifications import tasks as inbox
from polder.capabilities.notifications.models import Notice
from polder.capabilities.spaces import operations, trails
from polder.capabilities.spaces.errors import Invalid, Stale
from polder.capabilities.spaces.models import Task
from polder.capabilities.spaces.operations.tasks import tell_of_late
from polder.capabilities.spaces.queries import tasks
from polder.capabilities.spaces.queries.tasks import Wanted
from polder.governance.errors import Refused
from polder.ground.ledger.models import Event

pytestmark = pytest.mark.django_db


def add(space, cast, title="Write the plan", owner="tim", by="meral", **more):
    return operations.add_task(space, title=title, owner=cast[owner], by=cast[by], at=cast.at, **more)


def waits(person, at, kind="task"):
    return [task.title for task in inbox.for_person(person, at) if task.kind == kind]


def test_a_task_has_an_owner_who_is_a_member_and_is_told(cast, of_hr):
    add(of_hr, cast, due=(cast.at + timedelta(days=3)).date())
    assert list(Notice.objects.filter(kind="task_given").values_list("person__key", flat=True)) == ["tim"]
    with pytest.raises(Invalid):
        add(of_hr, cast, owner="noor")


@pytest.mark.parametrize("wrong", [{"title": " \x00\n "}, {"text": "x" * 5001}, {"trail": "other:1"}], ids=str)
def test_what_will_not_do_is_refused(cast, of_hr, wrong):
    with pytest.raises(Invalid):
        add(of_hr, cast, **wrong)
    assert not Task.objects.exists()


def test_a_day_that_has_been_is_refused_unless_it_stood_there(cast, of_hr):
    today = cast.at.date()
    with pytest.raises(Invalid):
        add(of_hr, cast, due=today - timedelta(days=1))
    task = add(of_hr, cast, due=today)
    later = cast.at + timedelta(days=5)
    same = {"text": "", "owner": cast["tim"], "version": 1, "by": cast["tim"], "at": later}
    changed = operations.change_task(task, title="Write the plan anew", due=today, **same)
    assert changed.title == "Write the plan anew"
    with pytest.raises(Invalid):
        operations.change_task(changed, title="x", due=today + timedelta(days=1), **same | {"version": 2})


def test_who_changes_what_somebody_else_changed_meanwhile_is_told(cast, of_hr):
    task = add(of_hr, cast)
    same = {"text": "", "owner": cast["tim"], "due": None, "version": 1, "at": cast.at}
    operations.change_task(task, title="First", by=cast["tim"], **same)
    with pytest.raises(Stale):
        operations.change_task(task, title="Second", by=cast["omar"], **same)


def test_a_form_that_is_sent_twice_makes_one_task(cast, of_hr, client_of):
    client, address = client_of(cast["tim"]), f"{of_hr.get_absolute_url()}tasks/new/"
    form = {"title": "Once", "owner": "omar", "once": "7c9e6679-7425-40de-944b-e07fc1f90ae7"}
    for _twice in range(2):
        assert client.post(address, form).status_code == 302
    assert Task.objects.count() == 1


def test_an_owner_moves_their_task_whatever_their_seat_and_other_advisors_do_not(cast, of_group):
    theirs = operations.add_task(of_group, title="Ask", owner=cast["omar"], by=cast["kim"], at=cast.at)
    other = operations.add_task(of_group, title="Tell", owner=cast["kim"], by=cast["kim"], at=cast.at)
    assert operations.move_task(theirs, "doing", by=cast["omar"], at=cast.at) == "todo"
    with pytest.raises(Refused):
        operations.move_task(other, "doing", by=cast["omar"], at=cast.at)
    with pytest.raises(Invalid):
        operations.move_task(theirs, "finished", by=cast["omar"], at=cast.at)


def test_moving_can_be_undone_and_moving_to_where_it_is_does_nothing(cast, of_hr, client_of):
    task, client = add(of_hr, cast), client_of(cast["tim"])
    address = f"{task.get_absolute_url()}move/"
    page = client.post(f"{address}?view=board", {"to": "done"}, follow=True)
    assert f"{address}?view=board&amp;to=todo" in page.content.decode()
    client.post(f"{address}?view=board&to=todo")
    task.refresh_from_db()
    assert task.state == "todo"
    before = Event.objects.count()
    client.post(address, {"to": "todo"})
    assert Event.objects.count() == before


def test_what_is_late_or_near_waits_in_the_inbox_of_its_owner(cast, of_hr):
    today = cast.at.date()
    add(of_hr, cast, title="Soon", due=today + timedelta(days=2))
    add(of_hr, cast, title="Far", due=today + timedelta(days=60))
    done = add(of_hr, cast, title="Done", due=today)
    operations.move_task(done, "done", by=cast["tim"], at=cast.at)
    assert waits(cast["tim"], cast.at) == ["Soon"]
    assert waits(cast["tim"], cast.at + timedelta(days=90)) == ["Soon", "Far"]
    operations.close_space(of_hr, reason="Over", by=cast["meral"], at=cast.at)
    assert waits(cast["tim"], cast.at) == []


def test_when_its_owner_is_no_member_any_more_a_task_waits_for_who_answers(cast, of_group, client_of):
    task = operations.add_task(of_group, title="Bas's", owner=cast["bas"], by=cast["kim"], at=cast.at)
    later = cast.at + timedelta(days=120)  # his seat ends on 1 July
    assert waits(cast["saskia"], cast.at, "task_strayed") == []
    assert waits(cast["saskia"], later, "task_strayed") == ["Bas's"]
    assert waits(cast["bas"], later) == []
    listed = tasks.of_space(of_group, Wanted(), cast["saskia"], later, later.date())
    assert [each.strays for each in listed] == [True]
    operations.give_task(task, owner=cast["kim"], by=cast["saskia"], at=later)
    assert waits(cast["saskia"], later, "task_strayed") == []


def test_lists_are_narrowed_to_ones_own_to_late_ones_and_by_words(cast, of_hr):
    add(of_hr, cast, title="Mine", owner="omar")
    add(of_hr, cast, title="Late", due=cast.at.date())
    later = cast.at + timedelta(days=2)

    def shown(**wanted):
        return [each.title for each in tasks.of_space(of_hr, Wanted(**wanted), cast["omar"], later, later.date())]

    assert (shown(mine=True), shown(late=True), shown(words="lat"), shown(state="done")) == (
        ["Mine"],
        ["Late"],
        ["Late"],
        [],
    )


def test_the_board_shows_the_first_of_each_column_and_counts_all(cast, of_hr, client_of):
    for number in range(35):
        add(of_hr, cast, title=f"Task {number}")
    columns = tasks.board(tasks.of_space(of_hr, Wanted(), cast["tim"], cast.at, cast.at.date()))
    assert next((column.count, len(column.tasks), column.more) for column in columns) == (35, 30, 5)
    page = client_of(cast["tim"]).get(f"{of_hr.get_absolute_url()}tasks/?view=board").content.decode()
    assert "5 more" in page


def test_a_trail_is_named_to_who_may_see_it(cast, of_hr, client_of, monkeypatch):
    def find(numbers, person, at):
        return (
            {number: trails.Trail("Decision on leave", "/x/") for number in numbers} if person == cast["omar"] else {}
        )

    monkeypatch.setattr(trails, "_finders", {"decided": find})
    with pytest.raises(Invalid):
        add(of_hr, cast, trail="decided:4", by="tim")
    task = add(of_hr, cast, trail="decided:4", by="omar")
    assert "Decision on leave" in client_of(cast["omar"]).get(task.get_absolute_url()).content.decode()
    assert "Decision on leave" not in client_of(cast["tim"]).get(task.get_absolute_url()).content.decode()
    form = {"title": "Forged", "owner": "tim"}
    client_of(cast["tim"]).post(f"{of_hr.get_absolute_url()}tasks/new/?trail=decided:5", form)
    assert Task.objects.get(title="Forged").trail == ""


@pytest.mark.parametrize(
    "form",
    [
        {"title": ""},
        {"title": "x", "owner": "noor"},
        {"title": "x", "owner": "tim", "due": "2026-02-30"},
        {"title": "x", "owner": "tim", "due": "2001-01-01"},
        {"title": "x" * 300, "owner": "tim"},
        {"title": "x", "owner": "tim", "once": "y" * 99},
    ],
    ids=str,
)
def test_a_form_with_mistakes_says_so_and_keeps_what_was_typed(cast, of_hr, client_of, form):
    answer = client_of(cast["tim"]).post(f"{of_hr.get_absolute_url()}tasks/new/", form)
    assert answer.status_code == 422
    assert not Task.objects.exists()


def test_hostile_words_stay_words(cast, of_hr, client_of):
    task = operations.add_task(
        of_hr, title="<script>alert(1)</script>", owner=cast["tim"], text="<img src=x onerror=alert(1)>", by=cast["tim"],
        at=timezone.now(),
    )  # fmt: skip
    client = client_of(cast["tim"])
    for address in (task.get_absolute_url(), f"{of_hr.get_absolute_url()}tasks/?view=board&q=%00%3Cscript%3E"):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_who_steers_the_space_finds_a_new_owner_for_a_task_on_its_page(cast, of_group, client_of):
    task = operations.add_task(of_group, title="Bas's", owner=cast["bas"], by=cast["kim"], at=cast.at)
    client, address = client_of(cast["saskia"]), task.get_absolute_url()  # today his seat has ended
    page = client.get(address).content.decode()
    assert "Bas Kok is no member here any more" in page
    form = {"title": "Bas's", "owner": "bas", "text": "Half done", "version": 1}
    assert client.post(address, form).status_code == 302  # words may change while its owner stays
    assert client.post(address, {**form, "version": 1, "owner": "kim"}).status_code == 422  # an older window
    assert client.post(address, {**form, "version": 2, "owner": "kim"}).status_code == 302
    task.refresh_from_db()
    assert (task.owner.key, task.text) == ("kim", "Half done")


def test_a_tab_that_stayed_open_does_nothing_once_the_seat_ended(cast, of_group, client_of):
    task = operations.add_task(of_group, title="Bas's", owner=cast["bas"], by=cast["kim"], at=cast.at)
    bas = client_of(cast["bas"])
    assert bas.post(f"{task.get_absolute_url()}move/", {"to": "done"}).status_code == 404
    assert bas.post(f"/talk/task:{task.pk}/", {"text": "Mine"}).status_code == 404
    task.refresh_from_db()
    assert task.state == "todo"


def test_moving_by_htmx_gives_the_list_anew_with_the_focus_on_the_task(cast, of_hr, client_of):
    task = add(of_hr, cast)
    answer = client_of(cast["tim"]).post(
        f"{task.get_absolute_url()}move/?view=board", {"to": "doing"}, headers={"HX-Request": "true"}
    )
    page = answer.content.decode()
    assert page.lstrip().startswith('<div id="found"')
    assert f'href="{task.get_absolute_url()}" data-focus' in page


def test_a_thousand_tasks_come_in_pages(cast, of_hr, client_of, count_queries):
    same = {"space": of_hr, "owner": cast["tim"], "made_by": cast["tim"], "made_at": cast.at, "moved_at": cast.at}
    Task.objects.bulk_create([Task(title=f"Task {number:04}", **same) for number in range(1000)])
    client, root = client_of(cast["tim"]), f"{of_hr.get_absolute_url()}tasks/"
    client.get(root)
    with count_queries(30):
        assert client.get(f"{root}?page=20").content.decode().count("taskrow") == 50
    with count_queries(30):
        assert "970 more" in client.get(f"{root}?view=board").content.decode()


def test_its_owner_is_told_once_that_a_task_is_late_and_again_for_another_day(cast, of_hr):
    today = cast.at.date()
    task = add(of_hr, cast, title="Late", due=today)
    add(of_hr, cast, title="Far", due=today + timedelta(days=60))

    def told(days):
        tell_of_late(cast.at + timedelta(days=days))
        return Notice.objects.filter(kind="task").values_list("person__key", flat=True).count()

    assert [told(0), told(1), told(1), told(2)] == [0, 1, 1, 1]
    operations.change_task(
        task,
        title="Late",
        text="",
        owner=cast["omar"],
        due=today + timedelta(days=5),
        version=1,
        by=cast["tim"],
        at=cast.at,
    )
    assert told(7) == 2
    operations.close_space(of_hr, reason="Over", by=cast["meral"], at=cast.at)
    assert told(90) == 2
