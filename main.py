"""Saddlepoint: the one entry. A window, or a headless command."""

import sys

from app.entry import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
