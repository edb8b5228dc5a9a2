"""Choosing language, theme and keys; the app manifest; the style guide."""

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from polder.base.frame import KEYS_COOKIE, THEME_COOKIE, THEMES, Preferences, frame
from polder.base.styleguide import specimens

_YEAR: Final = int(timedelta(days=365).total_seconds())


@login_not_required  # signed-out people choose a language too
@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Keeps what was chosen in cookies and, for somebody signed in, where the organisation keeps it.

    Takes any of `theme`, `language`, `keys` (on, off); what it does not know it ignores. Goes back to `next`.
    """
    chosen = _chosen(request)
    frame.keep_preferences(request, chosen)
    answer = _back(request)
    if chosen.theme:
        _remember(answer, THEME_COOKIE, chosen.theme)
    if chosen.single_keys is not None:
        _remember(answer, KEYS_COOKIE, "on" if chosen.single_keys else "off")
    if chosen.language:
        _remember(answer, settings.LANGUAGE_COOKIE_NAME, chosen.language)
    return answer


def _chosen(request: HttpRequest) -> Preferences:
    wanted = request.POST.get("theme", "")
    language = request.POST.get("language", "")
    return Preferences(
        theme=next((theme for theme in THEMES if theme == wanted), None),
        language=language if language in dict(settings.LANGUAGES) else None,
        single_keys={"on": True, "off": False}.get(request.POST.get("keys", "")),
    )


def _back(request: HttpRequest) -> HttpResponse:
    if request.POST.get("stay"):
        return HttpResponse(status=204)
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(target if safe else "/")


def _remember(answer: HttpResponse, name: str, value: str) -> None:
    answer.set_cookie(name, value, max_age=_YEAR, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax")


@login_not_required
@require_GET
def manifest(request: HttpRequest) -> JsonResponse:
    """What a phone needs to put Polder on its home screen. Says nothing about the organisation to strangers."""
    icons = [
        {"src": static("base/img/icon.svg"), "sizes": "any", "type": "image/svg+xml"},
        {"src": static("base/img/icon-180.png"), "sizes": "180x180", "type": "image/png"},
        {"src": static("base/img/icon-512.png"), "sizes": "512x512", "type": "image/png"},
        {"src": static("base/img/icon-512.png"), "sizes": "512x512", "type": "image/png", "purpose": "maskable"},
    ]
    facts = {
        "name": "Polder",
        "short_name": "Polder",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#f4f4ef",
        "theme_color": "#0b3e48",
        "icons": icons,
    }
    return JsonResponse(facts, content_type="application/manifest+json")


@login_not_required
@require_GET
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every part in every state, for pictures and automated checks. Only where nothing real is at stake."""
    _only_for_makers()
    return render(request, "base/styleguide.html", specimens())


@login_not_required
@require_GET
def styleguide_plain(request: HttpRequest) -> HttpResponse:
    """The page without the frame."""
    _only_for_makers()
    return render(request, "base/styleguide_plain.html", specimens())


def _only_for_makers() -> None:
    if not (settings.DEBUG or settings.POLDER_DEMO):
        raise Http404
