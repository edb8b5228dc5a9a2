"""Questions about mandates, and what a change costs the index."""

import json
import random

from django.db import transaction

from bench.commands import seconds
from bench.generator import AT
from bench.measuring import Bench, Figures, median, milliseconds, p95, scenario
from polder.governance import index
from polder.governance.models import Aspect, Assignment
from polder.ground.organisation.models import Person

_PER_SECOND = {"S": 20_000, "M": 10_000}


@scenario("one mandate from the index", goal="under 1 ms median at L")
def one_mandate(bench: Bench) -> Figures:
    chance = random.Random(3)
    people = list(Person.objects.values_list("pk", flat=True))
    aspects = list(Aspect.objects.values_list("pk", flat=True))

    def ask() -> None:
        index.answer(chance.choice(people), "publish", chance.choice(aspects), "content", at=AT)

    taken = milliseconds(ask, bench.rounds * 20)
    yield "median", median(taken), "ms", median(taken) < 1
    yield "p95", p95(taken), "ms", None


@scenario("`polder mandate check` on a file, start-up aside", goal="20,000 answers a second at S, 10,000 at M")
def check(bench: Bench) -> Figures:
    questions = bench.rounds * 500
    chance = random.Random(5)
    people = list(Person.objects.values_list("key", flat=True))
    aspects = list(Aspect.objects.values_list("key", flat=True))

    def write(name: str, number: int) -> str:
        path = bench.folder / name
        lines = (
            json.dumps({"person": chance.choice(people), "power": chance.choice(("edit", "publish")),
                        "aspect": chance.choice(aspects), "facet": "content", "at": AT.isoformat()})
            for _ in range(number)
        )  # fmt: skip
        path.write_text("\n".join(lines) + "\n", "utf-8")
        return str(path)

    start = seconds("mandate", "check", write("one.jsonl", 1))
    taken = max(seconds("mandate", "check", write("many.jsonl", questions)) - start, 1e-6)
    wanted = _PER_SECOND.get(bench.size_name)
    yield "answers a second", questions / taken, "", questions / taken >= wanted if wanted else None
    yield "start-up", start, "s", None


@scenario("one changed assignment: the index refreshed", goal="near the root of L under 1 s; a leaf under 50 ms")
def refresh(bench: Bench) -> Figures:
    root = Assignment.objects.filter(letter="A", aspect__depth=0)[0]
    leaf = Assignment.objects.filter(aspect__children=None).order_by("-aspect__depth", "pk")[0]

    def anew(assignment: Assignment) -> None:
        with transaction.atomic():
            index.refresh_assignments([assignment.pk])

    at_root = median(milliseconds(lambda: anew(root), max(3, bench.rounds // 20)))
    at_leaf = median(milliseconds(lambda: anew(leaf), bench.rounds))
    yield "root", at_root, "ms", at_root < 1000
    yield "leaf", at_leaf, "ms", at_leaf < 50
