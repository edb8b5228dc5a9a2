"""Break-glass (G15): an operator takes all powers on one aspect, with a reason; the screen says what follows first."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from polder.base.toasts import toast
from polder.governance import drafts, operations
from polder.governance.models import Aspect
from polder.governance.operations.glass import HOURS, to_be_told
from polder.ground.organisation.models import Person
from polder.ground.organisation.views.acting import for_operators


class GlassForm(forms.Form):
    """Why it cannot wait."""

    reason = forms.CharField(
        label=gettext_lazy("Why it cannot wait"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000,
        help_text=gettext_lazy("Whoever is told reads this, and so does the next meeting."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def aspect_glass(request: HttpRequest, key: str) -> HttpResponse:
    """`/aspects/homepage/glass/`: for operators; anybody else is told who they are."""
    person, now = for_operators(request), timezone.now()
    aspect = get_object_or_404(Aspect, key=key)
    form = GlassForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        operations.break_glass(aspect, reason=form.cleaned_data["reason"], by=person, at=now)
        toast(request, _("The glass is broken for %(hours)s hours") % {"hours": HOURS})
        return redirect(aspect)
    told = Person.objects.filter(pk__in=to_be_told(aspect, now)).order_by("name")
    context = {
        "nav_key": "matrix",
        "aspect": aspect,
        "form": form,
        "told": list(told),
        "hours": HOURS,
        "broken": [glass for glass in drafts.glasses_now(now) if glass.aspect_id == aspect.pk],
    }
    return render(request, "governance/aspect_glass.html", context, status=422 if form.errors else 200)
