"""Django's settings, for the studio and the worker. Read once, from the table in `env.py`."""

from pathlib import Path

from zvarot.config import env
from zvarot.config.database import django_database
from zvarot.config.kinds import found

ENV = env.read()

DATA_DIR: Path = ENV.data_dir
ZVAROT_KEYS_DIR = DATA_DIR / "keys"
ZVAROT_DELIVERIES_DIR = DATA_DIR / "deliveries"
ZVAROT_PUBLIC_URL = ENV.public_url
ZVAROT_STORE_URL = ENV.store_url
ZVAROT_SITE_NAME = ENV.site_name
ZVAROT_DEMONSTRATION = ENV.demonstration
ZVAROT_LETTERS_TEST_TO = ENV.letters_test_to
ZVAROT_LETTERS_PER_HOUR = ENV.letters_per_hour
ZVAROT_BOUNCE_HOOK_SECRET = ENV.bounce_hook_secret
ZVAROT_SECOND_PERSON_ABOVE = ENV.second_person_above
ZVAROT_INVALIDATION_MINUTES = ENV.invalidation_minutes

DEBUG = False
SECRET_KEY = ENV.secret_key
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *ENV.studio_hosts]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ENV.studio_hosts]

INSTALLED_APPS = [
    *found(),
    "zvarot.studio",
    "zvarot.counting",
    "zvarot.deliveries",
    "zvarot.letters",
    "zvarot.signatures",
    "zvarot.actions",
    "zvarot.cases",
    "zvarot.offices",
    "zvarot.outbox",
    "zvarot.journal",
    "wagtail.contrib.simple_translation",
    "wagtail.locales",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.sites",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "zvarot.studio.security.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "zvarot.studio.speaking.StudioLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "zvarot.config.urls"
WSGI_APPLICATION = "zvarot.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": django_database(ENV.database_url)}

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [Path(__file__).parent.parent / "look" / "jinja2"],
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "zvarot.studio.jinja.environment",
            "extensions": [
                "jinja2.ext.i18n",
                "wagtail.jinja2tags.core",
                "wagtail.images.jinja2tags.images",
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

USE_TZ = True
TIME_ZONE = ENV.time_zone
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [(code, env.LANGUAGES[code]) for code in ENV.languages]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
WAGTAILADMIN_PERMITTED_LANGUAGES = [one for one in LANGUAGES if one[0] in env.STUDIO_LANGUAGES]

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "zvarot.studio.uploads.PlainNames"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # Wagtail's page forms have many fields

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = bool(ENV.studio_hosts)
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "SAMEORIGIN"  # the studio shows its own previews in frames

# Nothing is mailed to staff: whoever reads their mailbox must not get into the studio.
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
WAGTAIL_PASSWORD_RESET_ENABLED = False

WAGTAIL_SITE_NAME = ENV.site_name
WAGTAILADMIN_BASE_URL = f"http://{ENV.studio_bind}"
# Nothing calls out: no avatars, no update checks, no banners, no embeds.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILEMBEDS_FINDERS: list[object] = []
WAGTAIL_USER_TIME_ZONES = [
    "UTC",
    "Europe/Minsk",
    "Europe/Vilnius",
    "Europe/Warsaw",
    "Europe/Kyiv",
    "Europe/London",
    "America/Toronto",
    "America/New_York",
]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "gif"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILDOCS_EXTENSIONS = ["pdf", "odt", "docx", "txt", "png", "jpg", "mp4", "webm", "vtt"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"

# No access log and no local variables: nothing a supporter typed may reach a log.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
