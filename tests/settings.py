"""The product's settings in a home of its own that is thrown away, quick where quickness changes nothing.

POLDER_DATABASE_URL chooses the database as it does for the product; without it each process has an SQLite file.
"""

import atexit
import os
import shutil
import tempfile

HOME = tempfile.mkdtemp(prefix="polder-tests-")
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
_FROM_OUTSIDE = {"POLDER_DATABASE_URL"}
for _name in [name for name in os.environ if name.startswith("POLDER_") and name not in _FROM_OUTSIDE]:
    if not _name.startswith("POLDER_TEST_"):
        del os.environ[_name]  # what a developer has set for their own server is no business of the tests
os.environ["POLDER_HOME"] = HOME
os.environ["POLDER_SECRET_KEY"] = "tests-only-" + "x" * 40
os.environ["POLDER_LEDGER_KEY"] = "tests-only-" + "y" * 40

from polder.config.settings import *  # noqa: E402, F403  # the environment must be set before it is read
from polder.config.settings import DATABASES, INSTALLED_APPS  # noqa: E402

INSTALLED_APPS = [
    *INSTALLED_APPS,
    "django_linear_migrations",  # two branches that both add a migration clash in max_migration.txt, not in production
    "tests",  # its `flush` lifts the guards of a test database first
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_AUTOREFRESH = True  # each test client would otherwise list all static files anew
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

_database = DATABASES["default"]
if _database["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not memory: threads and the live server must meet the locks they will meet in production.
    _database["TEST"] = {"NAME": os.path.join(HOME, "tests.sqlite3")}  # noqa: PTH118  # Django wants a string here
    _database["OPTIONS"] = {
        **_database["OPTIONS"],  # type: ignore[dict-item]
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA cache_size=-32000;",
    }
else:
    _database["CONN_MAX_AGE"] = 0
