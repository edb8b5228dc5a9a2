"""A place to work together for a unit or a body: tasks, files and talk for its members, under one aspect.

A space keeps no list of members: they are the people of its party at the moment somebody asks (membership.py), so every
right ends with the seat, the unit or the body. Spaces know no feature. A feature adds to them, in `ready()`:

    panels.register(panels.Panel("risks", "aside", "projects/_risks.html", risks))           # on the page of a space
    holdings.register("risks", holdings.Keeper(_("Risks"), held=held, hand_over=hand_over))  # what is left at the end
    trails.register("action", actions_named)                                                 # what a task came from

and opens, closes and hands over through `operations`, inside an act of its own where it has one.
"""
