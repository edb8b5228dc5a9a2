from allauth.account.auth_backends import AuthenticationBackend


class ByPasswordOrCode(AuthenticationBackend):
    """Sign-in by e-mail address, personnel number or key (G1 is asked in `user_can_authenticate`)."""
