"""Django with the data plane only: a worker starts in half a second instead of three."""

import os

from zvarot.config.database import django_database

INSTALLED_APPS = [
    "zvarot.counting",
    "zvarot.deliveries",
    "zvarot.letters",
    "zvarot.moderation",
    "zvarot.signatures",
    "zvarot.actions",
    "zvarot.outbox",
    "zvarot.journal",
]
DATABASES = {"default": django_database(os.environ["ZVAROT_DATABASE_URL"])}
USE_TZ = True
