"""A moderator's work for a story: open what was sealed for moderators, into a file of JSON."""

import json
import sys
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402 -- needs the settings

from zvarot.contract.audiences import MODERATOR  # noqa: E402
from zvarot.sealing.keys import KeyFiles  # noqa: E402
from zvarot.sealing.opening import open_sealed  # noqa: E402
from zvarot.signatures.models import Envelope  # noqa: E402

keys = KeyFiles(settings.ZVAROT_KEYS_DIR)
found = []
rows = Envelope.objects.filter(audience=MODERATOR).exclude(sealed=None)
for envelope in rows.select_related("signature"):
    signature = envelope.signature
    [secret] = keys.audience_secrets(signature.action_id, MODERATOR)
    found.append(
        open_sealed(
            bytes(envelope.sealed or b""),
            secret,
            action_id=signature.action_id,
            row_id=bytes(signature.row_id),
            promise_hash=bytes(signature.promise_hash),
        )
    )
Path(sys.argv[1]).write_text(json.dumps(found))
