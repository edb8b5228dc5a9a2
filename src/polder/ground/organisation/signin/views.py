"""Signing in with a one-time code, choosing how to sign in from then on, and the page about that."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.core import ratelimit
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from polder.ground.organisation.errors import WrongState
from polder.ground.organisation.models import Person
from polder.ground.organisation.operations import invitations
from polder.ground.organisation.signin.backends import identified
from polder.ground.organisation.signin.choices import bring_choices
from polder.ground.organisation.signin.forms import CodeForm
from polder.ground.organisation.signin.mfa import can_do_without, has_way_in

SET_UP = "polder_set_up"  # session: signed in by a one-time code, and nothing yet to sign in with next time


@login_not_required
@never_cache
@sensitive_post_parameters("code")
def sign_in_by_code(request: HttpRequest) -> HttpResponse:
    """A name and a one-time code: printed, mailed, from an authenticator app, or a recovery code."""
    if request.user.is_authenticated:
        return redirect("/")
    form = CodeForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _code_page(request, form, status=422 if form.is_bound else 200)
    name, code = form.cleaned_data["name"].strip(), form.cleaned_data["code"]
    if not ratelimit.consume(request, action="login_failed", key=f"code:{name.lower()}"):
        form.add_error(None, get_adapter().validation_error("too_many_login_attempts"))
        return _code_page(request, form, status=429)
    person = identified(name, timezone.now())
    if person is not None and invitations.redeem(person, code, at=timezone.now()):
        return _let_in(request, person, method="invitation")
    if person is not None and _is_own_code(person, code):
        return _let_in(request, person, method="code")
    form.add_error(None, _("This name and code do not belong together, or the code no longer counts."))
    return _code_page(request, form, status=422)


def _code_page(request: HttpRequest, form: CodeForm, *, status: int) -> HttpResponse:
    return render(request, "organisation/signin/code.html", {"form": form}, status=status)


def _is_own_code(person: Person, code: str) -> bool:
    """A code of the person's app or a recovery code. With a password it is only the second step, never the whole."""
    if person.has_usable_password():
        return False
    kept = Authenticator.objects.filter(user_id=person.pk).exclude(type=Authenticator.Type.WEBAUTHN)
    return any(authenticator.wrap().validate_code(code.strip()) for authenticator in kept)


def _let_in(request: HttpRequest, person: Person, *, method: str) -> HttpResponse:
    get_adapter().login(request, person)
    record_authentication(request, person, method, reauthenticated=True)
    target = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    if not has_way_in(person):
        request.session[SET_UP] = True
        return bring_choices(redirect("organisation:set_up"), person)
    return bring_choices(HttpResponseRedirect(target if safe else "/"), person)


def set_up(request: HttpRequest) -> HttpResponse:
    """After a first sign-in: choose how to sign in from now on."""
    person: Person = request.person  # type: ignore[attr-defined]
    if has_way_in(person):
        return redirect("organisation:me")
    return render(request, "organisation/signin/set_up.html", {"person": person, "bare": True})


@login_not_required
def too_often(request: HttpRequest) -> HttpResponse:
    """What a rate limit answers."""
    return render(request, "organisation/signin/too_often.html", status=429)


class RemovePasskey(RemoveWebAuthnView):  # type: ignore[misc]  # allauth ships no types
    """Never the last way to sign in."""

    def form_valid(self, form: object) -> HttpResponse:
        if not can_do_without(self.get_object()):
            raise WrongState(_("This is the only way you can sign in. Add another one before you remove it."))
        answer: HttpResponse = super().form_valid(form)
        return answer
