"""A real worker process with nothing to bake, so that it starts quickly. For crash tests."""

from datetime import timedelta

import django

django.setup()

from zvarot.outbox import services as outbox  # noqa: E402  models need the set-up above
from zvarot.worker.assembly import assemble  # noqa: E402
from zvarot.worker.running import run  # noqa: E402
from zvarot.worker.settings import read  # noqa: E402

if __name__ == "__main__":
    # What a killed worker held is free again soon, so that the test need not wait for minutes.
    outbox.LEASE = timedelta(seconds=4)
    run(assemble(read(), languages=("en",)))
