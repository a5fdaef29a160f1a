"""The ordinary way, to compare with: a Django view, a ModelForm, one INSERT; a cached page.

As most platforms do it: an address may sign once, so the form asks the table before it inserts,
and the thank-you page is rendered. Durable like the front: SQLite in WAL mode with
synchronous=FULL. Nothing is sealed, no mail is queued, no receipt is made.
"""

import os
from typing import Any

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

from tests.front.site import countries

settings.configure(
    SECRET_KEY="not-secret: a benchmark",  # noqa: S106  it guards nothing
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": os.environ.get("BENCH_DJANGO_DATABASE", ":memory:"),
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            },
        }
    },
    CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
    # What `django-admin startproject` sets.
    INSTALLED_APPS=[
        "django.contrib.contenttypes",
        "django.contrib.auth",
        "django.contrib.sessions",
        "django.contrib.messages",
    ],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {"loaders": [("django.template.loaders.locmem.Loader", {})]},
        }
    ],
    USE_TZ=True,
)
django.setup()

from django import forms  # noqa: E402  Django wants its settings first
from django.db import connection, models  # noqa: E402
from django.template import Context, Template  # noqa: E402
from django.views.decorators.cache import cache_page  # noqa: E402
from django.views.decorators.csrf import csrf_exempt  # noqa: E402

COUNTRIES = list(countries(249).options)
PAGE = Template(
    "<!doctype html><title>Sign</title><h1>{{ title }}</h1><p>{{ count }} people</p>"
    "<form method=post>{{ form.as_p }}<button>Sign</button></form>"
)
THANKS = Template("<!doctype html><title>Thank you</title><h1>{{ title }}</h1><p>Thank you.")


class Signature(models.Model):
    given_name: "models.CharField[str, str]" = models.CharField(max_length=60)
    family_name: "models.CharField[str, str]" = models.CharField(max_length=60)
    email: "models.EmailField[str, str]" = models.EmailField(unique=True)
    country: "models.CharField[str, str]" = models.CharField(max_length=2, choices=COUNTRIES)
    updates: "models.BooleanField[bool, bool]" = models.BooleanField(default=False)

    class Meta:
        app_label = "bench"


class SignatureForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Signature
        fields = ("given_name", "family_name", "email", "country", "updates")


@csrf_exempt
def act(request: HttpRequest) -> HttpResponse:
    form = SignatureForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    form.save()
    return HttpResponse(THANKS.render(Context({"title": "Maryia", "form": form})))


@cache_page(60)
def page(_request: HttpRequest) -> HttpResponse:
    context = Context({"title": "Maryia", "count": 785, "form": SignatureForm()})
    return HttpResponse(PAGE.render(context))


urlpatterns = [path("act/", act), path("page/", page)]


def create_table() -> None:
    with connection.schema_editor() as editor:
        editor.create_model(Signature)


def load() -> Any:
    return get_wsgi_application()


if __name__ == "__main__":
    create_table()
