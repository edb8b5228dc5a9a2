"""A second reading of rehearsal.md and governance.md, slow and in memory: what the product is compared with.

Written from the two pages alone. It shares nothing with the product, neither code nor data model: an organisation is the
dictionary of its file, a step the dictionary of a rehearsal. `World` plays steps and says what can be seen.
"""
