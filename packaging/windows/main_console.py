"""Where the console program begins: the command line for support."""

import sys

from desktop.app import console_main

sys.exit(console_main())
