"""`python -m zvarot` is the command `zvarot`."""

import sys

from zvarot.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
