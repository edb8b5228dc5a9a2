"""Acts on pages (P1-P8), and what happens by itself."""

from calendar import monthrange
from datetime import date, timedelta

from tests.capabilities.rehearsing.slow.organisation import ALLOWED, NOBODY, No, Organisation, first, themselves

UNDER_WAY = ("consulting", "approving", "scheduled")


class Routes(Organisation):
    """Every page, by its name in the rehearsal."""

    def __init__(self, file, start):
        super().__init__(file, start)
        self.pages = {}
        self.notices = {}  # kinds, by person

    def tell(self, people, kind):
        for person in people:
            self.notices.setdefault(person, set()).add(kind)

    # ---- who is asked

    def asked(self, page):
        """Every effective C party in which somebody active who is not an author can answer."""
        return {party for party in self.holders("C", page["aspect"]) if self.can_answer(party, page)}

    def can_answer(self, party, page):
        return self.members(party) - page["authors"]

    def runs(self, request):
        return not request["answered"] and not request["gone"] and self.now < request["ends"]

    def ran(self, page, which):
        """Has the clock of deputies (1) or of the next A up (2) ended?"""
        days = self.setting(page["aspect"], "approve_days", (2, 4, 6))[which]
        return page["since"] is not None and self.now >= self.working(page["since"], days)

    def approvers(self, page):
        walk = self.walk(page["aspect"], barred=self.barred(page["aspect"], page["authors"]))
        if not walk:
            return set()
        found = themselves(walk[0][1])
        if self.ran(page, 1):
            found |= {who for who, _whom in walk[0][1]}
        if self.ran(page, 2):
            found |= themselves(next_up(walk))
        return found

    def waiting(self, page):
        if page["change"] == "consulting":
            running = [request for request in page["requests"] if self.runs(request)]
            return {person for request in running for person in self.can_answer(request["party"], page)}
        return self.approvers(page) if page["change"] == "approving" else set()

    # ---- what happens by itself

    def run(self, until):
        """Every moment up to and including `until` at which something could happen, one after the other."""
        self.settle()
        while ahead := [moment for moment in self.moments() if self.now < moment <= until]:
            self.now = min(ahead)
            self.settle()
        self.now = until
        self.settle()

    def moments(self):
        found = self.turns()
        for page in self.pages.values():
            found |= {request["ends"] for request in page["requests"]} | {page["publish_at"], self.goes(page)}
            if page["since"] is not None:
                days = self.setting(page["aspect"], "approve_days", (2, 4, 6))
                found |= {self.working(page["since"], each) for each in days}
        return found - {None}

    def settle(self):
        """First routes are resolved anew, then scheduled pages appear."""
        for page in self.pages.values():
            self.resolve(page)
        for page in self.pages.values():
            if page["change"] == "scheduled" and page["publish_at"] <= self.now:
                self.appear(page, page["approver"])
        for page in self.pages.values():
            gone = self.goes(page)
            if page["live"] and gone is not None and gone <= self.now:
                page["live"] = False

    def resolve(self, page):
        """P7, and the clocks of advice."""
        before, state, by_clock = page["waited"], page["change"], set()
        if state == "consulting":
            wanted = self.asked(page)
            for request in page["requests"]:
                if request["answered"] or request["gone"] or request["over"]:
                    continue
                if self.now >= request["ends"]:
                    request["over"] = True
                    by_clock |= self.members(request["party"])
                elif request["party"] not in wanted:
                    request["gone"] = True
            for party in sorted(wanted - {each["party"] for each in page["requests"] if not each["gone"]}):
                self.ask(page, party)
            self.go_on(page)
        page["waited"] = self.waiting(page)
        if state in ("consulting", "approving"):
            still = page["waited"] if page["change"] == state else set()
            self.tell({person for person in before - still - by_clock if self.active(person)}, "withdrawn")

    def ask(self, page, party):
        ends = self.working(self.now, self.setting(page["aspect"], "consult_days", 3))
        page["requests"].append({"party": party, "ends": ends, "answered": False, "gone": False, "over": False})

    def go_on(self, page):
        if not any(self.runs(request) for request in page["requests"]):
            page["change"], page["since"] = "approving", self.now

    # ---- acts

    def page(self, step):
        if step["page"] not in self.pages:
            raise No("not_found")
        return self.pages[step["page"]]

    def there(self, among, key):
        if key not in among:
            raise No("not_found")

    def power(self, by, power, *aspects):
        codes = [self.check(by, power, aspect)[0] for aspect in aspects]
        if refused := [code for code in codes if code not in ALLOWED]:
            raise No(first(refused))

    def newest(self, page, step):
        if step.get("revision") not in (None, page["revision"]):
            raise No("stale")

    def may_approve(self, by, page):
        code = self.check(by, "publish", page["aspect"], "content", page["authors"])[0]
        barred = self.barred(page["aspect"], page["authors"])
        if code in ALLOWED or self.is_next_up(by, page, barred):
            return
        raise No("four_eyes" if code == "not_assigned" and self.is_next_up(by, page, NOBODY) else code)

    def is_next_up(self, by, page, barred):
        """From six working days on: the next A up that adds somebody, and their deputies."""
        if page["change"] != "approving" or not self.ran(page, 2):
            return False
        return any(who == by for who, _whom in next_up(self.walk(page["aspect"], barred=barred)))

    def state(self, page, *states):
        if page["change"] not in states:
            raise No("wrong_state")

    def do_write(self, by, step):
        self.there(self.aspects, step["aspect"])
        self.power(by, "edit", step["aspect"])
        if step["page"] in self.pages:
            raise No("invalid")
        self.pages[step["page"]] = {
            "aspect": step["aspect"], "draft": step["text"], "text": None, "live": False, "revision": 1,
            "verified": None, "told": set(), "audience": None, "read": set(), **new_change(), "authors": {by},
        }  # fmt: skip

    def do_edit(self, by, step):
        page = self.page(step)
        self.power(by, "edit", page["aspect"])
        self.newest(page, step)
        page["draft"] = step.get("text", page["draft"])
        page["revision"] += 1
        if page["change"] == "none":
            page.update(new_change())
        page["authors"].add(by)
        if page["change"] in UNDER_WAY:
            self.new_round(page)

    def new_round(self, page):
        page.update(round=page["round"] + 1, requests=[], publish_at=None, since=None, change="consulting")
        for party in [] if page["minor"] else sorted(self.asked(page)):
            self.ask(page, party)
        self.go_on(page)
        page["waited"] = self.waiting(page)

    def stop(self, page, state):
        page.update(change=state, requests=[], since=None, publish_at=None, waited=set())

    def do_submit(self, by, step):
        page = self.page(step)
        self.power(by, "edit", page["aspect"])
        self.newest(page, step)
        self.state(page, "draft", "returned")
        page["authors"].add(by)
        page["minor"] = step.get("minor", False)
        self.new_round(page)

    def do_withdraw(self, by, step):
        page = self.page(step)
        self.power(by, "edit", page["aspect"])
        self.state(page, *UNDER_WAY)
        self.stop(page, "draft")

    def do_advise(self, by, step):
        page = self.page(step)
        self.state(page, "consulting")
        mine = [each for each in page["requests"] if self.runs(each) and by in self.can_answer(each["party"], page)]
        if not mine:
            raise No("not_asked")
        objects = step["verdict"] == "objection"
        if objects and not step.get("text", "").strip():
            raise No("invalid")
        for request in mine:
            request["answered"] = True
        if objects:
            page["objections"].append({"by": by, "round": page["round"]})
        else:
            page["objections"] = [
                each for each in page["objections"] if each["by"] != by or each["round"] == page["round"]
            ]
        page["advisers"].add(by)
        self.go_on(page)
        page["waited"] = self.waiting(page)

    def do_answer(self, by, step):
        page = self.page(step)
        self.there(self.people, step["to"])
        self.may_approve(by, page)
        self.state(page, "consulting", "approving")
        left = [each for each in page["objections"] if each["by"] != step["to"]]
        if left == page["objections"]:
            raise No("wrong_state")
        if not step.get("text", "").strip():
            raise No("invalid")
        page["objections"] = left

    def do_return(self, by, step):
        page = self.page(step)
        self.may_approve(by, page)
        self.newest(page, step)
        self.state(page, "consulting", "approving")
        if not step.get("text", "").strip():
            raise No("invalid")
        self.stop(page, "returned")

    def do_approve(self, by, step):
        page = self.page(step)
        self.may_approve(by, page)
        self.newest(page, step)
        self.state(page, "approving")
        when = self.moment(step.get("publish_at"))
        if when is not None and when <= self.now:
            raise No("invalid")
        if page["objections"]:
            raise No("unanswered_objection")
        if when is None:
            self.appear(page, by)
            return
        self.stop(page, "scheduled")
        page.update(publish_at=when, approver=by)

    def do_publish(self, by, step):
        page = self.page(step)
        self.may_approve(by, page)
        self.newest(page, step)
        self.state(page, "draft", "returned")
        if by not in page["authors"]:
            raise No("wrong_state")
        if page["objections"]:
            raise No("unanswered_objection")
        if not step.get("minor") and self.asked(page):
            raise No("consult_first")
        page["minor"] = step.get("minor", False)
        self.appear(page, by)

    def appear(self, page, by):
        if not (page["minor"] and page["live"]):
            page["verified"] = self.today()
        if not page["minor"]:
            page["read"] = set()
        page.update(live=True, text=page["draft"], told=self.to_be_told(page) - {by})
        self.tell(page["told"], "published")
        self.stop(page, "none")
        page["authors"] = set()

    def to_be_told(self, page):
        """Every effective I, R and A party (a unit with its head), and whoever advised."""
        parties = self.holders("I", page["aspect"]) | self.holders("R", page["aspect"])
        found = {person for person in page["advisers"] if self.active(person)}
        for one, _pairs, _mark in self.walk(page["aspect"])[:1]:
            parties.add(one["party"])
            found |= {person for person in self.actors(one["party"], self.now) if self.active(person)}
        return found | {person for party in parties for person in self.members(party)}

    def do_unpublish(self, by, step):
        page = self.page(step)
        self.power(by, "publish", page["aspect"])
        self.live(page)
        page["live"] = False

    def live(self, page):
        if not page["live"]:
            raise No("wrong_state")

    def do_verify(self, by, step):
        page = self.page(step)
        self.power(by, "edit", page["aspect"])
        self.live(page)
        page["verified"] = self.today()

    def do_move(self, by, step):
        page = self.page(step)
        self.there(self.aspects, step["aspect"])
        self.power(by, "publish" if page["live"] else "edit", page["aspect"], step["aspect"])
        page["aspect"] = step["aspect"]

    def do_require_reading(self, by, step):
        page = self.page(step)
        for party in step["audience"]:
            self.party_there(party)
        self.power(by, "publish", page["aspect"])
        self.live(page)
        page.update(audience=step["audience"], read=set())

    def do_acknowledge(self, by, step):
        page = self.page(step)
        self.live(page)
        if by not in self.readers(page):
            raise No("not_asked")
        page["read"].add(by)

    def party_there(self, party):
        kind, _, key = party.partition(":")
        self.there({"person": self.people, "unit": self.units, "role": self.roles, "body": self.bodies}[kind], key)

    # ---- must-read and review

    def readers(self, page):
        """Who has the task `read`."""
        if not page["live"] or page["audience"] is None:
            return set()
        return {person for party in page["audience"] for person in self.members(party)} - page["read"]

    def due(self, page):
        """The day on which the review of a live page is due."""
        if not page["live"]:
            return None
        verified = page["verified"]
        months = verified.year * 12 + verified.month - 1 + self.setting(page["aspect"], "review_months", 12)
        year, month = months // 12, months % 12 + 1
        return date(year, month, min(verified.day, monthrange(year, month)[1]))

    def reached(self, page, days):
        due = self.due(page)
        return due is not None and self.now >= self.midnight(due + timedelta(days))

    def goes(self, page):
        due, days = self.due(page), self.setting(page["aspect"], "unpublish_after")
        return None if due is None or days is None else self.midnight(due + timedelta(days))

    def reviewers(self, page):
        if not self.reached(page, -28):
            return set()
        parties = self.holders("R", page["aspect"])
        found = {person for party in parties for person in self.members(party, advising=False)}
        return found | self.acting(page["aspect"]) if not found or self.reached(page, 14) else found


def new_change():
    return {
        "change": "draft", "authors": set(), "minor": False, "round": 0, "requests": [], "objections": [],
        "advisers": set(), "since": None, "publish_at": None, "approver": None, "waited": set(),
    }  # fmt: skip


def next_up(walk):
    """The pairs of the next A in the walk that adds somebody."""
    known = {who for who, _whom in walk[0][1]} if walk else set()
    return next((pairs for _one, pairs, _mark in walk[1:] if themselves(pairs) - known), set())
