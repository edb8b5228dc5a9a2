"""Files with versions: for who belongs to the space and for nobody else, whatever they are called."""

import re
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from polder.capabilities.spaces import operations
from polder.capabilities.spaces.errors import Invalid, NotFound, WrongState
from polder.capabilities.spaces.models import File, Version
from polder.capabilities.spaces.operations.files import empty_bin, ready
from polder.governance.errors import Refused
from polder.ground.ledger import rounds
from polder.ground.ledger.models import Event

pytestmark = pytest.mark.django_db


def upload(name="plan.txt", content=b"one"):
    return ready([SimpleUploadedFile(name, content)])


@pytest.fixture
def plan(cast, of_hr):
    return operations.add_files(of_hr, upload(), by=cast["tim"], at=cast.at)[0]


def stored(file):
    return [_read(version.stored) for version in file.versions.order_by("number")]


def _read(kept):
    with kept.open() as opened:
        return opened.read()


def given(client, address):
    """The answer to a download, with its content read and closed."""
    answer = client.get(address)
    answer.body = b"".join(answer.streaming_content)
    return answer


def test_every_version_is_kept_and_each_can_be_brought_back(cast, plan):
    operations.add_version(plan, upload("plan-2.txt", b"two")[0], by=cast["omar"], at=cast.at)
    operations.restore_version(plan.versions.get(number=1), by=cast["meral"], at=cast.at)
    plan.refresh_from_db()
    assert stored(plan) == [b"one", b"two", b"one"]
    assert (plan.current.number, plan.current.restores, plan.current.by.key, plan.title) == (3, 1, "meral", "plan.txt")
    with pytest.raises(WrongState):
        operations.restore_version(plan.current, by=cast["meral"], at=cast.at)


def test_a_download_is_for_who_may_see_the_space_at_that_moment(cast, plan, client_of):
    address = plan.current.get_absolute_url()
    answer = given(client_of(cast["tim"]), address)
    assert (answer.body, answer["Content-Type"]) == (b"one", "text/plain")
    assert "sandbox" in answer["Content-Security-Policy"]
    for outside in (address, plan.get_absolute_url(), f"{plan.space.get_absolute_url()}files/"):
        assert client_of(cast["anna"]).get(outside).status_code == 404
    operations.throw_file_away(plan, by=cast["tim"], at=timezone.now())
    assert client_of(cast["tim"]).get(address).status_code == 404


@pytest.mark.parametrize(
    ("name", "as_called", "starts"),
    [
        ("../../etc/passwd", "passwd", "attachment"),
        ("evil.html", "evil.html", "attachment"),
        ("x.svg", "x.svg", "attachment"),
        ('a"b<c>|?*.txt', "abc.txt", "inline"),
        ("naam\r\nSet-Cookie: x.txt", "naamSet-Cookie x.txt", "inline"),
        ("C:\\work\\plan.docx", "plan.docx", "attachment"),
        ("n" * 300 + ".pdf", "n" * 90 + ".pdf", "inline"),
        ("‮fdp.exe", "fdp.exe", "attachment"),
    ],
)
def test_a_hostile_name_is_a_name(cast, of_hr, client_of, name, as_called, starts):
    client = client_of(cast["tim"])
    file = SimpleUploadedFile("x", b"<script>alert(1)</script>")
    vars(file)["_name"] = name  # as a browser that is not one sends it
    operations.add_files(of_hr, ready([file]), by=cast["tim"], at=timezone.now())
    version = Version.objects.get()
    assert version.name == as_called
    assert re.fullmatch(r"spaces/[0-9a-f]{32}\.[a-z]+", str(version.stored.name))
    answer = given(client, version.get_absolute_url())
    assert answer["Content-Disposition"].startswith(starts)
    assert answer["Content-Type"] not in {"text/html", "image/svg+xml"}
    assert "Set-Cookie" not in answer


def test_empty_and_too_many_are_refused_and_nothing_is_left_behind(cast, of_hr, client_of):
    with pytest.raises(Invalid):
        upload(content=b"")
    with pytest.raises(Invalid):
        ready([SimpleUploadedFile("a.txt", b"a")] * 11)
    client, address = client_of(cast["tim"]), f"{of_hr.get_absolute_url()}files/"
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"files": [SimpleUploadedFile("a.txt", b"")]}).status_code == 422
    assert not File.objects.exists()


def test_what_the_scanner_refuses_is_not_kept(cast, of_hr, settings, client_of):
    settings.SCAN_COMMAND = ["false"]
    answer = client_of(cast["tim"]).post(
        f"{of_hr.get_absolute_url()}files/", {"files": [SimpleUploadedFile("a.txt", b"a")]}
    )
    assert answer.status_code == 422
    assert not File.objects.exists()


def test_a_form_that_is_sent_twice_adds_once(cast, of_hr, client_of):
    address = f"{of_hr.get_absolute_url()}files/"
    for _twice in range(2):
        form = {"once": "7c9e6679-7425-40de-944b-e07fc1f90ae7", "files": [SimpleUploadedFile("a.txt", b"a")]}
        assert client_of(cast["tim"]).post(address, form).status_code == 302
    assert File.objects.count() == 1


def test_numbers_of_another_space_lead_nowhere(cast, plan, of_group, client_of):
    other = operations.add_files(of_group, upload("group.txt", b"secret"), by=cast["kim"], at=cast.at)[0]
    client = client_of(cast["tim"])
    for address in (other.get_absolute_url(), other.current.get_absolute_url()):
        assert client.get(address).status_code == 404
    for verb in ("renew", "restore", "rename", "bin", "back"):
        form = {"number": 1, "title": "x", "files": [SimpleUploadedFile("a.txt", b"a")]}
        assert client.post(f"{other.get_absolute_url()}{verb}/", form).status_code == 404
    operations.add_version(other, upload(content=b"two")[0], by=cast["kim"], at=cast.at)
    for number in ("2", "0", "x", "9" * 40):
        assert client.post(f"{plan.get_absolute_url()}restore/", {"number": number}).status_code == 404
    with pytest.raises(NotFound):
        operations.add_version(other, upload()[0], by=cast["tim"], at=cast.at)


def test_advisors_read_files_and_do_not_change_them(cast, of_group):
    file = operations.add_files(of_group, upload(), by=cast["kim"], at=cast.at)[0]
    with pytest.raises(Refused):
        operations.rename_file(file, "Mine", by=cast["omar"], at=cast.at)
    with pytest.raises(Refused):
        operations.add_files(of_group, upload(), by=cast["omar"], at=cast.at)


def test_what_is_thrown_away_lies_in_the_bin_and_is_gone_after_93_days(cast, plan, client_of):
    client, now = client_of(cast["tim"]), timezone.now()
    page = client.post(f"{plan.get_absolute_url()}bin/", follow=True).content.decode()
    assert f"{plan.get_absolute_url()}back/" in page
    assert "plan.txt" in client.get(f"{plan.space.get_absolute_url()}files/bin/").content.decode()
    client.post(f"{plan.get_absolute_url()}back/")
    plan.refresh_from_db()
    assert plan.binned_at is None
    operations.restore_version(_renewed(plan, cast), by=cast["tim"], at=now)
    operations.throw_file_away(plan, by=cast["tim"], at=now)
    names = set(plan.versions.values_list("stored", flat=True))
    assert empty_bin(now + timedelta(days=92)) == 0
    assert all(default_storage.exists(name) for name in names)
    rounds.make(clock=lambda: now + timedelta(days=94))
    assert not File.objects.exists()
    assert Event.objects.filter(kind="space_file.gone").count() == 1


def _renewed(plan, cast):
    operations.add_version(plan, upload(content=b"two")[0], by=cast["tim"], at=cast.at)
    return plan.versions.get(number=1)


def test_a_closed_space_takes_no_file_and_still_gives_them(cast, plan, client_of):
    operations.close_space(plan.space, reason="Over", by=cast["meral"], at=timezone.now())
    client = client_of(cast["tim"])
    assert given(client, plan.current.get_absolute_url()).body == b"one"
    form = {"files": [SimpleUploadedFile("a.txt", b"a")]}
    assert client.post(f"{plan.space.get_absolute_url()}files/", form).status_code == 409
    for verb in ("renew", "rename", "bin"):
        assert client.post(f"{plan.get_absolute_url()}{verb}/", form | {"title": "x"}).status_code == 409


def test_a_thousand_files_come_in_pages(cast, of_hr, client_of, count_queries):
    File.objects.bulk_create(
        [File(space=of_hr, title=f"File {number:04}", changed_at=cast.at) for number in range(1000)]
    )
    made = [
        Version(file=file, number=1, stored="spaces/none.txt", name=file.title, size=1, by=cast["tim"], at=cast.at)
        for file in File.objects.all()
    ]
    Version.objects.bulk_create(made)
    File.objects.update(current=Version.objects.order_by("pk").first())
    client = client_of(cast["tim"])
    client.get(f"{of_hr.get_absolute_url()}files/")
    with count_queries(25):
        page = client.get(f"{of_hr.get_absolute_url()}files/?page=3").content.decode()
    assert page.count('class="row apart"><div><a class="title"') == 50
    assert "File 0042" in client.get(f"{of_hr.get_absolute_url()}files/?q=0042").content.decode()
    gone = Version.objects.order_by("pk").first()
    assert client.get(gone.get_absolute_url()).status_code == 404
