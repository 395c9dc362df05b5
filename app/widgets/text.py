"""Text without a menu's markup, and HTML that does not wrap."""

from __future__ import annotations

import re
from html import escape
from itertools import pairwise

from PySide6.QtCore import QTextBoundaryFinder


def plain_text(text: str) -> str:
    """A menu's words without the mark of its letter, including the Chinese ``(&F)``, and without
    the key that is named after a tab."""
    return re.sub(r"\(&\w\)|&(?=\w)", "", text.partition("\t")[0])


def unbroken(text: str) -> str:
    """HTML that stays on one line; Chinese could otherwise be broken after every character."""
    text = text.replace(" ", "\N{NO-BREAK SPACE}")
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Line, text)
    ends = [0]
    while finder.toNextBoundary() >= 0:
        ends.append(finder.position())
    pieces = (text[start:end] for start, end in pairwise(ends))
    joined = "\N{WORD JOINER}".join(pieces)
    return escape(joined).replace("\N{NO-BREAK SPACE}", "&nbsp;")
