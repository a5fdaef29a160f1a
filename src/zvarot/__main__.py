"""`python -m zvarot` is the command `zvarot`."""

from zvarot.cli.main import main

if __name__ == "__main__":
    main()
