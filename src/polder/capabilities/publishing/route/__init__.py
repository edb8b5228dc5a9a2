"""The rules of publishing (P1-P8, rehearsal.md) as functions over a `Reading` and a moment: no database, no clock.

`people` says who is asked, who may approve, who is told and who reviews; `clocks` when something happens by itself.
"""
