"""Requests, templates, static files and the API."""

from config.settings import env
from config.settings.base import BASE_DIR, DATA_DIR
from config.settings.people import TRUSTED_PROXIES

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "config.middleware.ContentSecurityPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "problems.middleware.ProblemMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "courses.context.site",
            ],
            "builtins": ["courses.templatetags.site"],
        },
    }
]

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "var" / "static"
"""Of the code, not of the data: a second data folder shares it."""
STATICFILES_DIRS = [BASE_DIR / "static" / "dist"]
ASSET_DIR = BASE_DIR / "static" / "dist"
PAGES_DIR = DATA_DIR / "pages"
WATCH = env.is_on("WATCH")
"""Tell open browsers when a file of content/ was saved: for whoever writes, not for a public server."""

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.api_auth.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.LimitOffsetPagination",
    "PAGE_SIZE": 50,
    "DEFAULT_THROTTLE_CLASSES": [
        "rest_framework.throttling.AnonRateThrottle",
        "rest_framework.throttling.UserRateThrottle",
    ],
    "NUM_PROXIES": TRUSTED_PROXIES,
    "DEFAULT_THROTTLE_RATES": {"anon": "120/min", "user": "600/min"},
    "EXCEPTION_HANDLER": "problems.api.handle_exception",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Tradeoff",
    "DESCRIPTION": "The catalogue, attempts, drafts, submissions and gradings of Tradeoff.",
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "DisputeState": "grading.models.Dispute.State",
        "AttemptState": "mock_interviews.models.Attempt.State",
        "RunState": "grading.models.GradingRun.State",
        "StepState": "grading.models.StepVerdict.State",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "problems.api_schema.add_refusals",
    ],
}
