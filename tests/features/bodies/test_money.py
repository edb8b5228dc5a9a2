"""Money of a year: planned and signed off, bound, paid, expected, loaded from a file that nobody trusts (B9)."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from polder.capabilities.calendars import sources
from polder.features.bodies import money_files, operations, year_of_money
from polder.features.bodies.errors import Invalid, WrongState
from polder.features.bodies.models import Budget, Entry, Proposal
from polder.features.bodies.operations.spending import Given
from polder.governance.errors import Refused
from polder.ground.ledger.models import Event
from polder.ground.ledger.queries import timeline
from tests.features.bodies.boards import BudgetLine, Charter, adopted, aspect, body, with_bodies

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def people():
    return with_bodies(board=Charter())


def given(kind="actual", amount="100", **more) -> Given:
    return Given(kind, aspect("news"), TODAY(), Decimal(amount), more.pop("title", "Photos"), **more)


def entered(people, *, by="rob", **more) -> Entry:
    return operations.enter(given(**more), by=people[by], at=timezone.now(), today=TODAY())


def test_what_is_paid_on_an_order_is_no_longer_outstanding(people):
    Budget.objects.create(aspect=aspect("news"), year=TODAY().year, planned=1000)
    order = entered(people, kind="commitment", amount="400")
    entered(people, amount="150", for_commitment=order)
    [line] = year_of_money.of_year(TODAY().year)
    assert (line.paid, line.committed, line.free, line.forecast) == tuple(map(Decimal, (150, 250, 600, 400)))
    operations.foresee(aspect("news"), year=TODAY().year, amount=Decimal(1200), by=people["rob"], at=timezone.now())
    [line] = year_of_money.of_year(TODAY().year)
    assert (int(line.forecast), line.short, line.signed_off) == (1200, True, False)
    with pytest.raises(WrongState):
        operations.withdraw(order, by=people["rob"], at=timezone.now())
    drawing = year_of_money.chart(TODAY().year, [line], TODAY())
    assert drawing is not None
    assert drawing.months[-1].paid == 150


def test_money_is_entered_by_who_does_the_work_and_never_below_zero(people):
    with pytest.raises(Refused):
        entered(people, by="cora")
    for amount in ("0", "-5", "NaN"):
        with pytest.raises(Invalid):
            entered(people, amount=amount)
    with pytest.raises(IntegrityError), transaction.atomic():
        Budget.objects.create(aspect=aspect("news"), year=2030, planned=-1)
    entered(people, reference="F-1")
    with pytest.raises(WrongState):
        entered(people, reference="F-1")
    assert Event.objects.filter(kind="money.paid").count() == 1


def test_the_ledger_tells_of_entries_and_forecasts_whom_the_screen_tells(people, client_of):
    row = entered(people, title="App store", amount="1749")
    now = timezone.now()
    operations.foresee(aspect("news"), year=TODAY().year, amount=Decimal(9321), by=people["rob"], at=now)
    events = list(Event.objects.filter(kind__startswith="money."))
    assert len(events) == 2
    for event in events:
        address = reverse("ledger:event", args=[event.number])
        assert client_of(people["rob"]).get(address).status_code == 200
        assert client_of(people["cora"]).get(address).status_code == 404
    for subject in (f"person:{people['rob'].pk}", f"aspect:{aspect('news').pk}"):
        told = " ".join(each.text for each in timeline(subject, person=people["cora"], at=now).entries)
        assert str(row.title) not in told
        assert "payment" not in told


KNOWN = {"news": "news", "nieuws": "news"}


@pytest.mark.parametrize(
    ("written", "amount"),
    [("1.234,50", "1234.50"), ("1,234.50", "1234.50"), ("1234,5", "1234.5"), ("€ 12", "12"), ("1 234,00", "1234.00")],
)
def test_an_amount_is_read_as_people_write_it(written, amount):
    assert money_files.amount_in(written) == Decimal(amount)


@pytest.mark.parametrize("written", ["-5", "(5)", "5-", "=1+1", "1.234", "1,234", "1.2.3", "", "nan", "0", "1e9", "٣"])
def test_an_amount_that_can_be_doubted_is_refused_in_words(written):
    with pytest.raises(ValueError, match=r"\w \w"):
        money_files.amount_in(written)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_file_is_read_in_any_usual_encoding(encoding):
    text = "Aspect;Datum;Bedrag;Omschrijving;Factuur\nNieuws;28-11-2025;1.234,50;Foto’s en café;F-1\n"
    seen = money_files.read(text.encode(encoding), "paid.csv", KNOWN)
    assert seen.troubles == []
    assert seen.lines == [money_files.Line(2, "news", date(2025, 11, 28), Decimal("1234.50"), "Foto’s en café", "F-1")]


@pytest.mark.parametrize(
    "content",
    [b"PK\x03\x04\x00\x00", b"\x00" * 50, b"", b"\xff\xfe\x00", b"a,b\n1,2\n", b"\xff\xfe" + b"\xd8\xd8" * 4],
)
def test_what_is_no_list_of_payments_is_told_and_never_an_error(content):
    seen = money_files.read(content, "paid.csv", KNOWN)
    assert seen.troubles
    assert not seen.lines


def test_each_line_that_cannot_be_taken_says_why():
    text = (
        "aspect,date,amount,description,reference\n"
        "news,2025-01-01,-5,Photos,\n"
        "news,2025-01-01,5,=HYPERLINK(1),\n"
        "secret,2025-01-01,5,Photos,\n"
        "news,32-01-2025,5,Photos,\n"
        "news,2025-01-01,5,Photos,F-1\n"
        "news,2025-01-01,5,Photos,F-1\n"
    )
    seen = money_files.read(text.encode(), "paid.csv", KNOWN)
    assert [number for number, _why in seen.troubles] == [2, 3, 4, 5, 7]
    assert len(seen.lines) == 1


def test_a_file_is_looked_at_before_it_is_entered_and_entered_whole(people, client_of):
    client = client_of(people["rob"])
    text = f"aspect;date;amount;description;reference\nnews;{TODAY()};10,50;Photos;F-1\nNews;{TODAY()};20;Paper;F-2\n"
    upload = SimpleUploadedFile("paid.csv", text.encode())
    look = client.post(reverse("bodies:budget_file"), {"file": upload})
    assert b"2 payments" in look.content
    assert not Entry.objects.exists()
    kept = look.context["kept"]
    assert client.post(reverse("bodies:budget_file"), {"kept": kept + "x"}).status_code == 302
    assert not Entry.objects.exists()
    assert client_of(people["cora"]).post(reverse("bodies:budget_file"), {"kept": kept}).status_code == 404
    client.post(reverse("bodies:budget_file"), {"kept": kept})
    assert sum(entry.amount for entry in Entry.objects.all()) == Decimal("30.50")
    assert Event.objects.filter(kind="money.loaded").count() == 1
    again = client.post(reverse("bodies:budget_file"), {"file": SimpleUploadedFile("paid.csv", text.encode())})
    assert again.status_code == 422
    assert b"was entered already" in again.content


def test_next_years_budget_is_proposed_from_this_one_with_what_is_left(people, client_of):
    year = TODAY().year
    Budget.objects.create(aspect=aspect("news"), year=year, planned=1000)
    entered(people, amount="300")
    address = reverse("bodies:budget_round", args=[year + 1])
    assert client_of(people["cora"]).get(address).status_code == 404
    board = body("board")
    answer = client_of(people["chief"]).post(address, {"body": board.pk, "keep": "on", "plan-news": "800"})
    proposal = Proposal.objects.get()
    assert answer.url == proposal.get_absolute_url()
    assert proposal.changes == [{"budget": {"year": year + 1, "aspect": "news", "amount": "1500.00"}}]
    now = timezone.now()
    operations.meet(board, present=[people["chief"], people["nina"]], by=people["chief"], at=now)
    operations.vote(proposal, choice="yes", by=people["chief"], at=now)
    operations.close(proposal, by=people["chief"], at=now)
    [line] = year_of_money.of_year(year + 1)
    assert (int(line.planned), line.signed_off) == (1500, True)


def test_the_page_of_a_year_shows_the_numbers_and_hides_entries_of_others(people, client_of, count_queries):
    Budget.objects.create(aspect=aspect("news"), year=TODAY().year, planned=1000)
    entered(people, title="Secret photos")
    for _number in range(6):
        entered(people, title="More")
    shown = client_of(people["cora"]).get(reverse("bodies:budget")).content.decode()
    assert "Secret photos" not in shown
    assert "<svg" in shown
    client = client_of(people["rob"])
    assert "Secret photos" in client.get(reverse("bodies:budget")).content.decode()
    with count_queries(45):
        client.get(reverse("bodies:budget"))


def test_what_is_left_is_what_is_neither_paid_nor_bound_nor_expected(people, client_of):
    year = TODAY().year
    Budget.objects.create(aspect=aspect("news"), year=year, planned=1000)
    entered(people, kind="commitment", amount="100")
    entered(people, amount="250")
    page = client_of(people["chief"]).get(reverse("bodies:budget")).content.decode()
    assert "650" in page[page.index("<h1>") : page.index("</h1>")]
    operations.foresee(aspect("news"), year=year, amount=Decimal(800), by=people["rob"], at=timezone.now())
    page = client_of(people["chief"]).get(reverse("bodies:budget")).content.decode()
    assert "200" in page[page.index("<h1>") : page.index("</h1>")]


def test_papers_print_a_proposal_whole_and_how_the_budget_stands(people, client_of):
    now, year = timezone.now(), TODAY().year
    Budget.objects.create(aspect=aspect("news"), year=year, planned=1000)
    lines = [BudgetLine(year + 1, "news", 1200), BudgetLine(year + 1, "root", 300)]
    asked = operations.propose(
        body("board"), aspect=aspect("root"), title="Next year", question="Shall we grow?", options=["Yes", "Not yet"],
        changes=lines, by=people["chief"], at=now,
    )  # fmt: skip
    Proposal.objects.filter(pk=asked.pk).update(state="open")
    meeting = operations.plan(body("board"), begins_at=now + timedelta(hours=2), by=people["chief"], at=now)
    page = client_of(people["chief"]).get(reverse("bodies:papers", args=[meeting.pk])).content.decode()
    for part in ("Shall we grow?", "Not yet", "1,200", "1,500", "The year before", f"Budget {meeting.begins_at.year}"):
        assert part in page
    crew = operations.plan(body("crew"), begins_at=now + timedelta(hours=2), by=people["rob"], at=now)
    page = client_of(people["rob"]).get(reverse("bodies:papers", args=[crew.pk])).content.decode()
    assert "agenda-money" not in page  # no charter, no money


def test_the_year_shows_the_budget_round_and_when_decisions_take_effect(people):
    year = TODAY().year
    Budget.objects.create(aspect=aspect("news"), year=year, planned=1000)
    begin, end = (datetime(each, 1, 1, tzinfo=UTC) for each in (year, year + 1))
    effective = begin + timedelta(days=200)
    proposal = adopted(people, [BudgetLine(year, "news", 5)], effective=effective, when=begin + timedelta(days=20))
    titles = [each.title for _key, each in sources.entries(people["chief"], begin, end, begin + timedelta(days=30))]
    assert f"The budget of {year + 1} is asked for" in titles
    assert f"{proposal.title} takes effect" in titles
    titles = [each.title for _key, each in sources.entries(people["ivo"], begin, end, begin + timedelta(days=30))]
    assert any(
        proposal.title in title for title in titles
    )  # decisions of a steering group are for everybody who works here
