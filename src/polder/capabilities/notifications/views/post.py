"""`/registration/mail/`: for operators: what waits, what was refused, and trying again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from polder.base.toasts import toast
from polder.capabilities.notifications import operating, sending
from polder.ground.organisation.views.acting import for_operators


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """How mail stands; a POST has all that waits tried again at once."""
    for_operators(request)
    at = timezone.now()
    if request.method == "POST":
        number = sending.try_again(at)
        if number:
            said = ngettext("%(n)d mail is tried again now", "%(n)d mails are tried again now", number) % {"n": number}
        else:
            said = _("No mail waits")
        toast(request, said)
        return redirect("notifications:post")
    return render(request, "notifications/post.html", {"post": operating.standing(at), "at": at, "nav_key": "post"})
