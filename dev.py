#!/usr/bin/env python3
"""Sets Saddlepoint up and starts it. Needs Python 3.11 or newer, and nothing else.

What it does stands in setup/; this file alone can be read by any older Python too.
"""

import signal
import sys

import oldest_python

if __name__ == "__main__":
    oldest_python.check()
    usual = signal.signal(signal.SIGINT, signal.SIG_DFL)  # no traceback out of an import
    from setup.commands import main

    signal.signal(signal.SIGINT, usual)
    sys.exit(main(sys.argv[1:]))
