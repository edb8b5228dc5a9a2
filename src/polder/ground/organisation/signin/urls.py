"""The addresses of allauth that Polder uses, under allauth's own names. What is not here is closed."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.contrib.auth.decorators import login_not_required
from django.urls import path, re_path
from django.views.generic import RedirectView

from polder.ground.organisation.signin.views import RemovePasskey


def _page(name: str) -> str:
    return f"organisation/signin/{name}.html"


_to_me = RedirectView.as_view(pattern_name="organisation:me")

urlpatterns = [
    path("login/", account.LoginView.as_view(template_name=_page("login")), name="account_login"),
    path("logout/", account.LogoutView.as_view(template_name=_page("logout")), name="account_logout"),
    path(
        "reauthenticate/",
        account.ReauthenticateView.as_view(template_name=_page("once_more_password")),
        name="account_reauthenticate",
    ),
    path(
        "password/change/",
        account.PasswordChangeView.as_view(template_name=_page("password_change")),
        name="account_change_password",
    ),
    path(
        "password/set/",
        account.PasswordSetView.as_view(template_name=_page("password_set")),
        name="account_set_password",
    ),
    path(
        "password/reset/",
        account.PasswordResetView.as_view(template_name=_page("password_reset")),
        name="account_reset_password",
    ),
    path(
        "password/reset/done/",
        account.PasswordResetDoneView.as_view(template_name=_page("password_reset_done")),
        name="account_reset_password_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.PasswordResetFromKeyView.as_view(template_name=_page("password_new")),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        account.PasswordResetFromKeyDoneView.as_view(template_name=_page("password_new_done")),
        name="account_reset_password_from_key_done",
    ),
    path("2fa/", _to_me, name="mfa_index"),
    path(
        "2fa/authenticate/", mfa.AuthenticateView.as_view(template_name=_page("second_step")), name="mfa_authenticate"
    ),
    path(
        "2fa/reauthenticate/",
        mfa.ReauthenticateView.as_view(template_name=_page("once_more_code")),
        name="mfa_reauthenticate",
    ),
    path(
        "2fa/totp/activate/", totp.ActivateTOTPView.as_view(template_name=_page("totp_add")), name="mfa_activate_totp"
    ),
    path(
        "2fa/totp/deactivate/",
        totp.DeactivateTOTPView.as_view(template_name=_page("totp_remove")),
        name="mfa_deactivate_totp",
    ),
    path(
        "2fa/recovery-codes/",
        recovery_codes.ViewRecoveryCodesView.as_view(template_name=_page("recovery_codes")),
        name="mfa_view_recovery_codes",
    ),
    path(
        "2fa/recovery-codes/generate/",
        recovery_codes.GenerateRecoveryCodesView.as_view(template_name=_page("recovery_codes_new")),
        name="mfa_generate_recovery_codes",
    ),
    path("2fa/webauthn/", _to_me, name="mfa_list_webauthn"),
    path(
        "2fa/webauthn/add/",
        webauthn.AddWebAuthnView.as_view(template_name=_page("passkey_add")),
        name="mfa_add_webauthn",
    ),
    path(
        "2fa/webauthn/keys/<int:pk>/remove/",
        RemovePasskey.as_view(template_name=_page("passkey_remove")),
        name="mfa_remove_webauthn",
    ),
    path(
        "2fa/webauthn/reauthenticate/",
        webauthn.ReauthenticateWebAuthnView.as_view(template_name=_page("once_more_passkey")),
        name="mfa_reauthenticate_webauthn",
    ),
    path("2fa/webauthn/login/", login_not_required(webauthn.LoginWebAuthnView.as_view()), name="mfa_login_webauthn"),
]
