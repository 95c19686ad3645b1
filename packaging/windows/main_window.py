"""Where the windowed program begins."""

import sys

from desktop.app import window_main

sys.exit(window_main())
