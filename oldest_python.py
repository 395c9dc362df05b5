"""Says which Python is needed, in words that every Python can read, 2.7 among them.

Whoever starts Saddlepoint calls `check` before anything else is imported: an older Python could not
even read what follows.
"""

import sys

OLDEST = (3, 11)


def check():
    # type: () -> None
    """End the program with a sentence if this Python is older than OLDEST."""
    if sys.version_info[:2] < OLDEST:
        needed, found = (".".join(map(str, v)) for v in (OLDEST, sys.version_info[:3]))
        words = "Saddlepoint needs Python {0} or newer; this is {1}, {2}."
        sys.exit(words.format(needed, found, sys.executable))
