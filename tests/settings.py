"""The product's settings under test. DATABASE_URL and REDIS_URL choose the services; a `.env` changes nothing."""

import atexit
import os
import shutil
import tempfile

WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:])
if "TESTS_VAR_DIR" not in os.environ:  # the workers of xdist inherit it
    os.environ["TESTS_VAR_DIR"] = tempfile.mkdtemp(prefix="helpdesk-tests-")
    atexit.register(shutil.rmtree, os.environ["TESTS_VAR_DIR"], ignore_errors=True)

os.environ["SECRET_KEY"] = "a-key-for-tests-only-" * 3
os.environ["DEBUG"] = "0"
os.environ["SITE_NAME"] = "Help desk"
os.environ["SITE_URL"] = "http://localhost:8000"
os.environ["ALLOWED_HOSTS"] = "localhost,127.0.0.1,testserver"
os.environ["EMAIL_URL"] = "memorymail://"
os.environ["DEFAULT_FROM_EMAIL"] = "Help desk <help@example.com>"
os.environ["TIME_ZONE"] = "UTC"
os.environ["TRUSTED_PROXIES"] = ""
os.environ["UNDO_SECONDS"] = "10"
os.environ["MAX_UPLOAD_MB"] = "10"
os.environ["VAR_DIR"] = f"{os.environ['TESTS_VAR_DIR']}/{WORKER}"
os.environ.setdefault("DATABASE_URL", f"sqlite:///{os.environ['VAR_DIR']}/db.sqlite3")
os.environ.setdefault("REDIS_URL", "")
if os.environ["REDIS_URL"]:
    # Each xdist worker has its own database of Redis, so that clearing a cache clears nobody else's.
    os.environ["REDIS_URL"] = f"{os.environ['REDIS_URL'].rsplit('/', 1)[0]}/{WORKER % 16}"
os.environ["VAPID_PRIVATE_KEY"] = ""
os.environ.pop("MEDIA_ROOT", None)

from helpdesk.settings import *  # noqa: E402, F403
from helpdesk.settings import CHANNEL_LAYERS, DATABASES, ON_POSTGRESQL, REDIS_URL, STORAGES, VAR_DIR  # noqa: E402

VAR_DIR.mkdir(parents=True, exist_ok=True)
if not ON_POSTGRESQL:
    # A file, not memory: there, threads would lock each other out by rules that no real database has.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"

if REDIS_URL:
    # Channels, unlike keys, are shared by all databases of a Redis.
    CHANNEL_LAYERS["default"]["CONFIG"]["prefix"] = f"test{WORKER}"

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
SILENCED_SYSTEM_CHECKS = ["helpdesk.W001"]  # whoever develops need not have the newest Python
