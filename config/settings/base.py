"""What is installed, and where things lie."""

from pathlib import Path

from config.settings import env

BASE_DIR = env.ROOT
DATA_DIR = Path(env.text("DATA_DIR", str(BASE_DIR / "var"))).resolve()
CONTENT_DIR = Path(env.text("CONTENT_DIR", str(BASE_DIR / "content"))).resolve()
DEFAULT_COURSE = env.text("DEFAULT_COURSE", "openai-system-design")

DEBUG = env.is_on("DEBUG")
SECRET_KEY = env.secret_key(DATA_DIR)
DEMO = env.is_on("DEMO")
"""A labelled demonstration database is in use: every page says so."""

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.admin",
    "rest_framework",
    "drf_spectacular",
    "allauth",
    "allauth.account",
    "accounts",
    "llm",
    "courses",
    "grading",
    "lessons",
    "mock_interviews",
    "learning",
    "authoring",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"
USE_I18N = False
USE_TZ = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "WARNING")},
}
