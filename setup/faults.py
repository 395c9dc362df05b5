"""What a failed set-up failed of, in a sentence that says what to do."""

from __future__ import annotations

import errno
import shutil
import tempfile

from setup.places import ROOT, VENV

DISK_NEEDED = "The environment takes 1.5 GB with torch for the CPU, and 5.5 GB with CUDA."

FULL = ("No space left on device", "Disk quota exceeded", "not enough space on the disk")
CUT_OFF = (
    "Failed to establish a new connection",
    "Temporary failure in name resolution",
    "Name or service not known",
    "Failed to resolve",
    "getaddrinfo failed",
    "Network is unreachable",
    "No route to host",
    "Connection refused",
    "Connection reset",
    "Connection broken",
    "IncompleteRead",
    "Remote end closed connection",
    "timed out",
    "ProxyError",
    "SSLError",
    "Tunnel connection failed",
)
"""How pip and Python name a network that is not there, or that breaks off."""
LOCKED = ("Read-only file system", "Permission denied", "Access is denied")


class SetupError(Exception):
    """A set-up that cannot go on; the text is a sentence for a person."""


def cause(said: str) -> str:
    """What the words of pip, or of Python, come to; empty if they are none of those known here.

    pip calls a network that is not there "conflicting dependencies": it finds no version at all.
    """
    if any(words in said for words in FULL):
        return full()
    if any(words in said for words in CUT_OFF):
        return (
            "the package index could not be reached: "
            f"'{_line_with(CUT_OFF, said)}'. (What pip says of versions and conflicts comes of "
            "that.) Is there a network, does it need a proxy (HTTPS_PROXY)? Then start this again."
        )
    if any(words in said for words in LOCKED):
        return locked(next(x for x in said.splitlines() if any(mark in x for mark in LOCKED)))
    if "HTTP error 40" in said or "(from versions: none)" in said:
        return (
            "the package index has not what is wanted, for this Python and system. Is its address "
            "right (--torch-index URL)? Its own words stand above."
        )
    return ""


def of_error(error: OSError) -> str:
    """The same of an error of the system's."""
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return full()
    words = f"{error.filename or ROOT}: {error.strerror or error}"
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return locked(words)
    return words


def full() -> str:
    """A sentence saying that the disk is full, and how much is free where the set-up writes."""
    places = {str(place): shutil.disk_usage(place).free for place in (ROOT, tempfile.gettempdir())}
    free = ", ".join(f"{size / 1e9:.1f} GB are free in {place}" for place, size in places.items())
    return f"the disk is full ({free}). {DISK_NEEDED}"


def locked(words: str) -> str:
    """A sentence saying that a file may not be written, and what to do."""
    return (
        f"{words}. Saddlepoint writes {VENV.name} into its own folder, {ROOT}: "
        "put a copy of the folder where you may write, and start that."
    )


def _line_with(marks: tuple[str, ...], said: str) -> str:
    """The first line that has one of the marks, from there on and without what pip wraps it in."""
    line = next(x for x in said.splitlines() if any(mark in x for mark in marks))
    begins = min(line.index(mark) for mark in marks if mark in line)
    return line[begins:].partition("')")[0].strip()[:200]
