"""Saddlepoint: the one entry. A window, or a headless command."""

import signal
import sys

import oldest_python

if __name__ == "__main__":
    oldest_python.check()
    usual = signal.signal(signal.SIGINT, signal.SIG_DFL)  # no traceback out of an import
    from app.entry import main

    signal.signal(signal.SIGINT, usual)
    sys.exit(main(sys.argv[1:]))
