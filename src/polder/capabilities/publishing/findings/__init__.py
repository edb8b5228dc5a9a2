"""Findings of content: what the checks of quality/ show in pages that readers see, found every night and after a change.

    recording   looks at pages, opens and closes findings        turns      which pages, when: rounds and reactions
    pdfs        looks into files, in a process of its own         accepting  leaving one as it is, with a reason and an end
    written_links  addresses in texts: pages of ours, and whether other sites answer
    queries     what is wrong where somebody writes               inbox      the tasks of the R's

A finding closes itself when its cause is gone. Pages that grow old are not here: that is the ladder of review (P8).
"""
