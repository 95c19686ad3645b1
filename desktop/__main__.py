"""`python -m desktop`: the window, or the command line when a verb is given."""

import sys

from desktop.app import console_main

if __name__ == "__main__":
    sys.exit(console_main())
