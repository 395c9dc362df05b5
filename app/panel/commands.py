"""The command line of a run, to be pasted into a terminal of this system. No Qt."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Mapping, Sequence

_PLAIN = re.compile(r"[A-Za-z0-9_./:\\=+-]+")
"""Characters that need no quotes in any Windows shell; a comma does in PowerShell, and ^ in cmd."""


def run_command(experiment: str, settings: Mapping[str, str], device: str = "auto") -> str:
    """The command that runs an experiment with these settings."""
    pairs = (f"{name}={value}" for name, value in settings.items())
    words = [*program(), "run", experiment, *(w for pair in pairs for w in ("--set", pair))]
    if device != "auto":
        words += ["--device", device]
    return joined(words)


def render_command(asked: Sequence[str], size: tuple[int, int], looks: Sequence[str]) -> str:
    """The command that draws what is asked for, at this size and with these looks."""
    out = ["--out", f"{asked[1]}.png"]
    return joined([*program(), "render", *asked, "--size", "x".join(map(str, size)), *looks, *out])


def program() -> list[str]:
    """The command that starts this program; the packaged one needs no Python."""
    return [sys.executable] if getattr(sys, "frozen", False) else ["python", "main.py"]


def joined(words: Sequence[str]) -> str:
    """The words joined for a shell; on Windows in a form that both cmd and PowerShell accept."""
    return " ".join(map(_quoted, words)) if sys.platform == "win32" else shlex.join(words)


def _quoted(word: str) -> str:
    """A word in double quotes, which both shells know, with the escapes that a program
    there reads."""
    if _PLAIN.fullmatch(word):
        return word
    return '"' + re.sub(r'(\\*)("|$)', _escaped, word) + '"'


def _escaped(found: re.Match[str]) -> str:
    return found[1] * 2 + ('\\"' if found[2] else "")
