"""How allauth behaves here: nobody signs up, G1 at every door, our words, the registration's addresses."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from polder.base.toasts import toast
from polder.ground.organisation.models import Person
from polder.ground.organisation.signin.choices import bring_choices

_NO_MATCH = _("This name and password do not belong together. Check both, or choose another way to sign in.")
_DONE: dict[str, str | Promise] = {
    "account/messages/password_changed.txt": _("Password changed"),
    "account/messages/password_set.txt": _("Password set"),
    "mfa/messages/totp_activated.txt": _("Authenticator app added"),
    "mfa/messages/totp_deactivated.txt": _("Authenticator app removed"),
    "mfa/messages/webauthn_added.txt": _("Passkey added"),
    "mfa/messages/webauthn_removed.txt": _("Passkey removed"),
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Nobody makes their own account: people are registered."""

    error_messages: ClassVar[dict[str, str | Promise]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _NO_MATCH,
        "username_password_mismatch": _NO_MATCH,
        "too_many_login_attempts": _("That was tried too often. Wait five minutes, then try again."),
        "rate_limited": _("That was tried too often. Wait five minutes, then try again."),
        "incorrect_code": _("This code is not right, or no longer right. Take a new one."),
        "incorrect_password": _("This is not your password."),
        "enter_current_password": _("This is not your present password."),
        "invalid_password_reset": _("This link no longer counts. Ask for a new one."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_login(self, request: HttpRequest, user: Any, **hooks: Any) -> HttpResponse | None:
        """G1 for every way in, passkeys and second steps included."""
        if isinstance(user, Person) and user.counts(timezone.now()):
            return None
        from allauth.account.internal.stagekit import clear_login

        clear_login(request)
        return self.respond_user_inactive(request, user)

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        """The same words as for a wrong password: whether somebody left is no stranger's business."""
        messages.error(request, str(_NO_MATCH))
        return HttpResponseRedirect(resolve_url("account_login"))

    def post_login(self, request: HttpRequest, user: Any, **hooks: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **hooks)
        return bring_choices(response, user)

    def reauthenticate(self, user: Any, password: str) -> bool:
        self.pre_authenticate(self.request, username=user.key)
        if not user.check_password(password):
            return False
        self._rollback_login_failed_rl_usage()
        return True

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("organisation:me")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return resolve_url("account_login")

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None,
        message_context: dict[str, Any] | None = None, extra_tags: str = "", message: str | None = None,
    ) -> None:  # fmt: skip
        """Our words, as toasts; allauth's own stay unsaid. Errors are passed on."""
        if message and level >= messages.ERROR:
            messages.error(request, message)
        elif message_template in _DONE:
            toast(request, _DONE[message_template])

    def send_password_reset_mail(self, user: Any, email: str, context: dict[str, Any]) -> None:
        """In the language of who asked for it."""
        with translation.override(user.language or translation.get_language()):
            context = {**context, "address": context["password_reset_url"]}
            subject = render_to_string("organisation/mail/password_subject.txt", context).strip()
            body = render_to_string("organisation/mail/password.txt", context)
        EmailMessage(subject, body, to=[user.email]).send()

    def send_notification_mail(self, template_prefix: str, user: Any, *rest: Any, **more: Any) -> None:
        """Notices are a matter of the notifications to come, not of allauth."""
