"""The location of the files that ship with the application, in a checkout and in a
frozen bundle."""

import sys
from pathlib import Path


def resource(*parts: str) -> Path:
    """Return the path of a shipped file or folder below ``resources/``.

    ``resource("data", "digits.npz")`` is ``resources/data/digits.npz`` of the checkout, or of
    the bundle when PyInstaller's bootloader runs the program. Nothing is opened or checked: the
    path need not exist.
    """
    return shipped("resources", *parts)


def shipped(*parts: str) -> Path:
    """Return the path of a file that ships beside ``resources/``, such as ``LICENSE``."""
    bundle: str | None = getattr(sys, "_MEIPASS", None)
    root = Path(bundle) if bundle else Path(__file__).resolve().parents[1]
    return root.joinpath(*parts)
