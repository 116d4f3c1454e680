"""`python -m kith`: the same as `kith`."""

import sys

from kith.cli import main

if __name__ == "__main__":
    sys.exit(main())
