"""The ordinary way, to compare with: a Django view with a ModelForm, and a cached page.

What an ordinary multilingual site does when somebody signs, and nothing more:

* the middleware of `startproject` and LocaleMiddleware; CSRF protection as Django ships it, so
  the form carries a token and the browser a cookie;
* an address may sign once, so the ModelForm asks the table before it inserts;
* the signature and the number of signatures change in one transaction, durable like the front's:
  SQLite in WAL mode with synchronous=FULL, transactions that begin as writers;
* the thank-you page is rendered from a template file that Django's cached loader keeps.

Nothing is sealed, no mail is queued, no receipt is made, the debug mode is off.

The cached page is the same form without its token, kept by `cache_page` in memory: Django keeps
no page that sets a cookie, so with the token it would be drawn anew each time, at 100 a second.
It is kept for five seconds, as its count must not be much older than ours. Once more it carries an
ETag, as the front's page does; Django makes that anew for each answer.
"""

import os
from pathlib import Path
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
    # What `django-admin startproject` sets, and languages.
    INSTALLED_APPS=[
        "django.contrib.contenttypes",
        "django.contrib.auth",
        "django.contrib.sessions",
        "django.contrib.messages",
    ],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.locale.LocaleMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": [Path(__file__).parent / "templates"],
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ],
            },
        }
    ],
    LANGUAGE_CODE="en",
    LANGUAGES=[("en", "English"), ("be", "Belarusian"), ("lt", "Lithuanian")],
    USE_I18N=True,
    USE_TZ=True,
)
django.setup()

from django import forms  # noqa: E402  Django wants its settings first
from django.db import connection, models, transaction  # noqa: E402  Django wants its settings first
from django.shortcuts import render  # noqa: E402  Django wants its settings first
from django.views.decorators.cache import cache_page  # noqa: E402  Django wants its settings first
from django.views.decorators.http import conditional_page  # noqa: E402  it wants its settings first

COUNTRIES = list(countries(249).options)
TITLE = "Maryia"


class Petition(models.Model):
    title: "models.CharField[str, str]" = models.CharField(max_length=200)
    signed: "models.PositiveIntegerField[int, int]" = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "bench"


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


def act(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "page.html", {"title": TITLE, "form": SignatureForm()})
    form = SignatureForm(request.POST)
    if not form.is_valid():
        return render(request, "page.html", {"title": TITLE, "form": form}, status=422)
    with transaction.atomic():
        signature = form.save()
        Petition.objects.filter(pk=1).update(signed=models.F("signed") + 1)
    return render(request, "thanks.html", {"title": TITLE, "signature": signature})


def page(request: HttpRequest) -> HttpResponse:
    context = {"title": TITLE, "count": 785, "form": SignatureForm(), "is_kept": True}
    return render(request, "page.html", context)


urlpatterns = [
    path("act/", act, name="act"),
    path("page/", cache_page(5)(page)),
    path("tagged/", conditional_page(cache_page(5)(page))),
]


def create_tables() -> None:
    with connection.schema_editor() as editor:
        editor.create_model(Petition)
        editor.create_model(Signature)
    Petition.objects.create(title=TITLE)


def load() -> Any:
    return get_wsgi_application()


if __name__ == "__main__":
    create_tables()
