"""Prints what an OSDI client would be told of an action's count. Run by `staff.run`."""

import json
import sys

import django

django.setup()

from zvarot.actions.models import Action  # noqa: E402  models need the set-up above
from zvarot.counting.queries import osdi_totals  # noqa: E402

sys.stdout.write(json.dumps(osdi_totals(Action.objects.get(slug=sys.argv[1]))))
