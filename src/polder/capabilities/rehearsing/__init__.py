"""Rehearsing the agreement (rehearsal.md): written scenarios through the real operations, with simulated time.

What can be done and expected is registered, in an app's `ready()`, by whoever has the operations:

    from polder.capabilities.rehearsing import acts, clocks, expectations, keys
    from polder.capabilities.rehearsing.stage import Stage

    def _advise(stage: Stage, by: Person | None, given: Given) -> None:
        operations.advise(_page(stage, given["page"]), verdict=given["verdict"], text=given.get("text", ""), by=by, at=stage.at)

    acts.register(
        "advise",
        keys={"page": keys.need(keys.name), "verdict": keys.need(keys.one_of("support", "objection", "comment")),
              "text": keys.may(keys.text)},
        run=_advise,
    )

An act raises a PolderError whose `code` is one of `codes.CODES`, and then nothing has changed; `given` has the keys that
the step gives, read, and no others. Who acts is known and active by then (`unknown` and `inactive` come first). The act
looks up what the step names before it does anything: `stage.person`, `.aspect`, `.party`, `.body` raise `not_found`.
A page or a proposal has a name in the file alone: `stage.remember("page", "leave", row.pk)` and `stage.recall("page",
"leave")`, which raises `not_found` too.

    expectations.register(
        "page",                                      # the key that tells what is expected, with how its value is read
        head=keys.name,
        keys={"live": keys.may(keys.truth), "waiting_for": keys.may(keys.names), "told": keys.may(keys.names)},
        find=_find_page,                             # (stage, given) -> what is found, by key; only given keys are compared
    )

Lists of people are frozensets of keys on both sides. A key may be compared otherwise than by `==`:
`keys.may(keys.whole(0), match=lambda wanted, found: found >= wanted)`.

    clocks.register("publishing.routes", order=clocks.ROUTES, next_due=routes.next_due, run=routes.settle_due)

`next_due()` gives the earliest moment at which this clock has something to do (None: nothing at all; one that has passed
counts as now), `run(at)` does everything of it that is due at `at`, after which `next_due` must have moved on or the same
clock is run again. Orders at one moment: DECISIONS, ROUTES, SCHEDULED.
"""
