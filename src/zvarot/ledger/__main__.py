"""`python -m zvarot.ledger URL`: check a site's count with nothing else installed."""

import sys

from zvarot.ledger.command import main

sys.exit(main(sys.argv[1:]))
