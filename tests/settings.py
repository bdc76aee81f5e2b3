"""Settings of the tests: tasks run in line, passwords hash fast, nothing leaves the machine."""

import os
import tempfile

os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="tradeoff-tests-"))
os.environ.setdefault("SECRET_KEY", "only-for-tests")
os.environ.setdefault("TASKS_INLINE", "1")
for name in ("LLM_BASE_URL", "LLM_API_KEY", "LLM_MODEL"):
    os.environ[name] = ""

if os.environ.get("REDIS_URL"):
    # Each parallel worker has a Redis database of its own: a test that clears its cache must not clear another's.
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) + 1
    os.environ["REDIS_URL"] = f"{os.environ['REDIS_URL'].rpartition('/')[0]}/{number}"

from config.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
