"""`/inbox/act/...`: where a button in a mail leads. It asks once more, and does it only then."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from polder.base.toasts import toast
from polder.capabilities.notifications import acting, badge, tasks
from polder.ground.organisation.views.acting import asker_of


@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, token: str) -> HttpResponse:
    """What would happen and a button; a link that is wrong, old, somebody else's or done says so and where to go."""
    person, at = asker_of(request), timezone.now()
    link = acting.read(token)
    if link is None or not link.holds(at):
        return _cannot(request, "old")
    if link.person != person.pk:
        return _cannot(request, "other")
    action, task = tasks.action_of(link.kind, link.action), tasks.find(person, link.kind, link.thing, at)
    if action is None or not action.mail or task is None:
        return _cannot(request, "done")
    if link.shown != task.shown:
        return _cannot(request, "changed", task)
    if request.method == "POST":
        badge.forget(person)
        toast(request, action.run(task.thing, by=person, at=at, shown=link.shown))
        return redirect("notifications:inbox")
    return render(request, "notifications/act.html", {"action": action, "task": task, "nav_key": "inbox"})


def _cannot(request: HttpRequest, why: str, task: tasks.Task | None = None) -> HttpResponse:
    status = {"old": 410, "other": 403, "done": 409, "changed": 409}[why]
    return render(request, "notifications/act.html", {"why": why, "task": task, "nav_key": "inbox"}, status=status)
