"""Saddlepoint: the one entry. A window, or a headless command."""

import sys

import oldest_python

if __name__ == "__main__":
    oldest_python.check()
    from app.entry import main

    sys.exit(main(sys.argv[1:]))
