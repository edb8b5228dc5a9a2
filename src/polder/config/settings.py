"""Django's settings, derived from the environment (config/environment.py). One installation, one organisation."""

import shlex
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from polder.config.environment import database_settings, read_environment
from polder.config.keys import secret
from polder.config.mail import mailer

ENVIRONMENT = read_environment()
PACKAGE = Path(__file__).resolve().parent.parent

DEBUG = ENVIRONMENT.debug
SECRET_KEY = secret("secret", ENVIRONMENT.secret_key, ENVIRONMENT.home)
POLDER_HOME = ENVIRONMENT.home
POLDER_LEDGER_KEY = secret("ledger", ENVIRONMENT.ledger_key, ENVIRONMENT.home)
POLDER_PUSH_KEY = secret("push", ENVIRONMENT.push_key, ENVIRONMENT.home)
POLDER_DEMO = ENVIRONMENT.demo
POLDER_BASE_URL = ENVIRONMENT.base_url
POLDER_TRUSTED_PROXIES = ENVIRONMENT.trusted_proxies

_base = urlsplit(ENVIRONMENT.base_url)
_secure = _base.scheme == "https"
ALLOWED_HOSTS = sorted({_base.hostname or "127.0.0.1", "127.0.0.1", "localhost"})
CSRF_TRUSTED_ORIGINS = [ENVIRONMENT.base_url] if _secure else []

INSTALLED_APPS = [
    # Ours first: their words and templates go before those of the libraries.
    "polder.base",
    "polder.ground.ledger",
    "polder.ground.organisation",
    "polder.governance",
    "polder.capabilities.rehearsing",
    "polder.capabilities.discussion",
    "polder.capabilities.calendars",
    "polder.capabilities.notifications",
    "polder.capabilities.publishing",
    "polder.capabilities.spaces",
    "polder.features.pages",
    "polder.features.news",
    "polder.features.knowledge",
    "polder.features.bodies",
    "polder.features.projects",
    "polder.features.wishes",
    "polder.features.direction",
    "polder.surfaces.workspace",
    "polder.demo",
    "polder.capabilities.publishing.wagtail.searching.Searching",
    "wagtail.users",
    "wagtail.images",
    "wagtail.documents",
    "wagtail.embeds",
    "wagtail.contrib.typed_table_block",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "lucide",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]
AUTH_USER_MODEL = "organisation.Person"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "polder.base.plain_text.PlainText",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",  # every view is closed unless it says otherwise
    "polder.ground.ledger.once.OneLook",
    "polder.ground.organisation.middleware.PresentPerson",  # G1 at each request; sets request.person
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "polder.base.middleware.TypedErrors",
    "polder.capabilities.publishing.links.PresentRequest",  # for whom a text is rendered
]

ROOT_URLCONF = "polder.config.urls"
WSGI_APPLICATION = "polder.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "polder.base.context.shell",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "polder.base.templatetags.polder",
                "polder.base.templatetags.tongues",
            ],
        },
    }
]

DATABASES = {"default": database_settings(ENVIRONMENT.database_url)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 5_000}}}

AUTHENTICATION_BACKENDS = [
    "polder.ground.organisation.signin.backends.ByPassword",
    "polder.capabilities.publishing.wagtail.backend.ByMandate",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "polder.ground.organisation.signin.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = "key"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_EMAIL_VERIFICATION = "none"  # the registration vouches for the address; nobody signs up by themselves
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # this session stays; every other one ends with the old password
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to addresses that nobody here has
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105  # a path to code
ACCOUNT_FORMS = {
    "login": "polder.ground.organisation.signin.forms.SignInForm",
    "reset_password": "polder.ground.organisation.signin.forms.ForgottenForm",
    "reset_password_from_key": "polder.ground.organisation.signin.forms.NewPasswordForm",
    "set_password": "polder.ground.organisation.signin.forms.FirstPasswordForm",
    "change_password": "polder.ground.organisation.signin.forms.OtherPasswordForm",
    "reauthenticate": "polder.ground.organisation.signin.forms.OnceMoreForm",
}
ALLAUTH_TRUSTED_PROXY_COUNT = ENVIRONMENT.trusted_proxies
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "10/m/ip,5/5m/key,40/d/key",
    "reset_password": "20/m/ip,5/m/key",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}
MFA_ADAPTER = "polder.ground.organisation.signin.mfa.MFAAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses come from the registration, and some people have none
MFA_FORMS = {
    "authenticate": "polder.ground.organisation.signin.forms.SecondStepForm",
    "reauthenticate": "polder.ground.organisation.signin.forms.CodeOnceMoreForm",
    "activate_totp": "polder.ground.organisation.signin.forms.AuthenticatorForm",
    "add_webauthn": "polder.ground.organisation.signin.forms.PasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _secure  # browsers allow passkeys on localhost without https
MFA_TOTP_ISSUER = "Polder"

SESSION_COOKIE_NAME = "polder_session"
SESSION_COOKIE_AGE = int(timedelta(days=14).total_seconds())
SESSION_COOKIE_SECURE = _secure
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "polder_csrf"
CSRF_COOKIE_SECURE = _secure
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "polder.base.errorviews.csrf_failure"
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if _secure else 0
SECURE_SSL_REDIRECT = _secure
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # whoever watches the process asks it directly, without TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.trusted_proxies else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "style-src": [CSP.SELF, CSP.NONCE],  # the nonce stands there only where a page asks for it: Wagtail's editor
    "img-src": [CSP.SELF, "data:"],
    "frame-src": [CSP.SELF, *(f"https://{host}" for host in ENVIRONMENT.embed_hosts)],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}

# Wagtail is reached through capabilities/publishing only; its own ideas of who may do what are switched off there.
WAGTAIL_SITE_NAME = "Polder"
WAGTAIL_PAGE_MODEL = "publishing.Page"
WAGTAILIMAGES_IMAGE_MODEL = "publishing.Picture"
WAGTAILDOCS_DOCUMENT_MODEL = "publishing.Attachment"
WAGTAILIMAGES_IMAGE_FORM_BASE = "polder.capabilities.publishing.file_forms.PictureForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "polder.capabilities.publishing.file_forms.AttachmentForm"
SCAN_COMMAND = shlex.split(ENVIRONMENT.scan_command)  # with the path of each uploaded file behind it
CHECK_LINKS = ENVIRONMENT.check_links  # whether other sites are asked each night what stands behind links to them
EMBED_HOSTS = frozenset(ENVIRONMENT.embed_hosts)  # of which pages may show a piece; none unless the operator says so
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = (
    50_000_000  # what a good phone makes; a picture is unpacked in memory to be made smaller
)
WAGTAILDOCS_MAX_UPLOAD_SIZE = 50 * 1024 * 1024
WAGTAILDOCS_SERVE_METHOD = "serve_view"  # every download asks who looks
WAGTAIL_WORKFLOW_ENABLED = False  # the one truth of a route is our change
WAGTAIL_MODERATION_ENABLED = False
WAGTAIL_I18N_ENABLED = True
WAGTAIL_ENABLE_UPDATE_CHECK = False  # nothing asks an outside host
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []  # nor does a pasted link
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_AUTO_UPDATE_PREVIEW = True
WAGTAIL_AUTOSAVE_INTERVAL = (
    0  # each save is a revision, and may start the consultation anew (P1): a person decides when
)
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILADMIN_BASE_URL = ENVIRONMENT.base_url

TAGGIT_CASE_INSENSITIVE = True

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("nl", _("Dutch"))]
LOCALE_PATHS = [PACKAGE / "config" / "locale"]  # of what is no app; those of the apps are found by themselves
LANGUAGE_COOKIE_NAME = "polder_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"  # stored and computed; the organisation's zone is a fact of the organisation

STATIC_URL = "/static/"
STATIC_ROOT = None  # no collecting step: whitenoise serves packages where they are installed (below)
WHITENOISE_USE_FINDERS = True  # packages are served where they are installed; no collecting step on one machine
WHITENOISE_AUTOREFRESH = DEBUG

MEDIA_ROOT = ENVIRONMENT.home / "files"
MEDIA_URL = "/files/"  # no view answers there: files are served by views that ask who looks

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000

MAILERS = {"default": mailer(ENVIRONMENT.mail_url, ENVIRONMENT.home)}
DEFAULT_FROM_EMAIL = ENVIRONMENT.mail_from

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"polder": {"level": "INFO"}, "django.request": {"level": "ERROR"}},
}
