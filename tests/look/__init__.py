"""`make look`: every screen as the people of the demo organisation see it, as pictures and as axe sees it."""
