"""Writes ACTS acts of three events each. Started by the tests."""

import sys

import django

django.setup()

from django.utils import timezone  # noqa: E402

from polder.ground.ledger import acts  # noqa: E402

for number in range(int(sys.argv[1])):
    with acts.act(alone=number % 2 == 0):
        for step in range(3):
            acts.record("thing.done", thing=f"thing:{step}", by=number, at=timezone.now(), about=[f"unit:{number}"])
