"""The ledger."""

import time

from bench.generator import write_events
from bench.measuring import Bench, Figures, scenario
from polder.ground.ledger.verifying import verify


@scenario("ledger: verify", goal="50,000 events a second")
def verified(bench: Bench) -> Figures:
    write_events(bench.size.events)
    began = time.perf_counter()
    verdict = verify()
    taken = time.perf_counter() - began
    if not verdict.whole:
        raise RuntimeError(verdict.why)
    yield "events a second", verdict.events / taken, "", verdict.events / taken >= 50_000
