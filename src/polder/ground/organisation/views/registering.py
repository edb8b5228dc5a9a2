"""The registration's own pages: what is due, invitations and letters, files of people, the organisation itself; and
what everybody has of their own.
"""

from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from polder.base.toasts import toast
from polder.ground.organisation import csvimport, panels
from polder.ground.organisation.forms import ImportForm, OrganisationForm
from polder.ground.organisation.models import Invitation, Organisation, Person
from polder.ground.organisation.models.people import active_at
from polder.ground.organisation.operations import invitations, registration, settings
from polder.ground.organisation.reactions import sign_in_address, sign_in_page
from polder.ground.organisation.signin import codes
from polder.ground.organisation.signin.mfa import has_way_in, qr_code
from polder.ground.organisation.views.acting import asker_of, done, for_operators, form_page

SOON = timedelta(days=30)


@require_safe
def registration_page(request: HttpRequest) -> HttpResponse:
    """Who arrives, who leaves, who cannot sign in yet, who are the operators. Seven queries."""
    for_operators(request)
    at = timezone.now()
    people = Person.objects.select_related("unit", "sponsor")
    has_key = Authenticator.objects.filter(user=OuterRef("pk")).exclude(type=Authenticator.Type.RECOVERY_CODES)
    no_password = Q(password="") | Q(password__startswith="!")  # noqa: S106  # how Django marks one that cannot be used
    outside = people.filter(active_at(at), no_password, ~Exists(has_key)).order_by("name", "key")
    page = Paginator(outside, 25).get_page(request.GET.get("page"))
    open_invitations = Invitation.objects.filter(
        person__in=[person.pk for person in page.object_list], used_at=None, withdrawn_at=None, expires_at__gt=at
    )
    by_person = {invitation.person_id: invitation for invitation in open_invitations}
    context = {
        "arriving": people.filter(active_from__gt=at, active_from__lte=at + SOON).order_by("active_from")[:50],
        "leaving": people.filter(left_on__gt=at, left_on__lte=at + SOON).order_by("left_on")[:50],
        "operators": registration.operators_now(at),
        "page": page, "outside": [(person, by_person.get(person.pk)) for person in page.object_list], "at": at,
    }  # fmt: skip
    return render(request, "organisation/registration.html", context)


def organisation_settings(request: HttpRequest) -> HttpResponse:
    """Name, time zone, days off, language."""
    asker, at = for_operators(request), timezone.now()
    row = Organisation.objects.filter(pk=1).first() or Organisation(pk=1)
    form = OrganisationForm(request.POST or None, asker=asker, at=at, row=row)
    if request.method == "POST" and done(
        form,
        lambda: settings.change(
            by=asker, at=at, seen=None if row._state.adding else form.what_was_seen(), **form.values()
        ),
    ):
        toast(request, _("Saved"))
        return redirect("organisation:registration")
    return form_page(request, "organisation/settings.html", form, {})


@never_cache
def import_people(request: HttpRequest) -> HttpResponse:
    """People or units from a CSV file: first what it would do, then, with the same file, the doing."""
    asker, at = for_operators(request), timezone.now()
    form = ImportForm(request.POST or None, request.FILES or None, asker=asker, at=at)
    seen: csvimport.Preview | None = None
    if request.method == "POST" and form.is_valid():
        what: csvimport.What = "units" if form.cleaned_data["what"] == "units" else "people"
        content = form.cleaned_data["file"].read(csvimport.MOST_BYTES + 1)
        act = csvimport.load if request.POST.get("do") == "write" else csvimport.preview
        results: list[csvimport.Preview] = []
        zone = timezone.get_current_timezone()
        if done(form, lambda: results.append(act(content, what, by=asker, at=at, zone=zone))):
            seen = results[0]
        if seen is not None and act is csvimport.load and not seen.troubles:
            count = seen.new + seen.changed
            toast(request, ngettext("%(n)d line written", "%(n)d lines written", count) % {"n": count})
            return redirect("organisation:units" if what == "units" else "organisation:people")
    context = {"form": form, "seen": seen, "most_lines": csvimport.MOST_LINES}
    status = 422 if form.errors or (seen is not None and seen.troubles) else 200
    return render(request, "organisation/import.html", context, status=status)


@require_safe
@never_cache
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter with the one-time code, to be printed. Only while the code counts, and only for who may invite."""
    at = timezone.now()
    found = get_object_or_404(Invitation.objects.select_related("person", "person__unit"), pk=pk)
    invitations.require(asker_of(request), found.person, found.channel, at)
    if not found.counts(at) or found.channel != Invitation.Channel.LETTER:
        return render(request, "organisation/letter_gone.html", {"shown": found.person}, status=410)
    context = {
        "invitation": found, "shown": found.person, "code": codes.code_of(found), "page_address": sign_in_page(),
        "qr": qr_code(sign_in_address(found), _("QR code to sign in")),
        "name": found.person.number or found.person.email or found.person.key,
    }  # fmt: skip
    return render(request, "organisation/letter.html", context)


@require_POST
def invitation_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """A code counts no longer."""
    found = get_object_or_404(Invitation.objects.select_related("person"), pk=pk)
    invitations.withdraw(found, by=asker_of(request), at=timezone.now())
    toast(request, _("Invitation withdrawn"))
    return redirect(found.person)


@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """How I sign in, my language and theme."""
    person, at = asker_of(request), timezone.now()
    kept = list(Authenticator.objects.filter(user_id=person.pk).order_by("created_at"))
    context = {
        "person": person,
        "passkeys": [(row, row.wrap().name) for row in kept if row.type == Authenticator.Type.WEBAUTHN],
        "app": next((row for row in kept if row.type == Authenticator.Type.TOTP), None),
        "recovery": next((row for row in kept if row.type == Authenticator.Type.RECOVERY_CODES), None),
        "has_password": person.has_usable_password(), "has_way_in": has_way_in(person),
        "codes": person.invitations.select_related("made_by")[:5],
        "panels": panels.shown("me", person, asker=person, at=at), "at": at,
    }  # fmt: skip
    return render(request, "organisation/me.html", context)


@require_safe
def my_page(request: HttpRequest) -> HttpResponse:
    """One's own page in the directory."""
    return redirect(asker_of(request))
