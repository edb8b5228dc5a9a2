"""Talking about a thing: comments with replies, reactions, reports, moderation by the R and A of its aspect.

Discussion does not know what is talked about. Whoever has such things registers them, in `ready()`:

    from polder.capabilities.discussion import things
    things.register("page", things.Kind(find=find_page, readers=who_may_read))

and shows the talk with `{% load discussion %}{% discussion "page" page.pk %}`.
"""
