"""Adds Tamara to the staff of a running Zvarot: the second person. Run by `staff.run`."""

import sys

import django

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402  models need the set-up above
from django.contrib.auth.models import Group  # noqa: E402

from zvarot.studio.founding import COUNTERS  # noqa: E402

tamara = get_user_model().objects.create_user("tamara", password=sys.argv[1])
tamara.groups.add(Group.objects.get(name=COUNTERS))
