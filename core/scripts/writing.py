"""The pieces that every script is made of: its head, constants, blocks of plain text, long lines.

Text comes out as ``ruff format`` leaves it at :data:`WIDTH` columns, which tests check.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable
from string import Template
from typing import Any

from core import __version__

WIDTH = 88
"""The width of a script in columns, with which most of its readers format."""

_IMPORTS = (
    (r"\bmath\.", "import math"),
    (r"\bOrderedDict\(", "from collections import OrderedDict"),
    (r"\bnp\.", "import numpy as np"),
    (r"\btorch\.", "import torch"),
    (r"\bImage\.", "from PIL import Image"),
    (r"\bImageOps\.", "from PIL import ImageOps"),
    (r"\bstats\.", "from scipy import stats"),
    (r"\bqmc\.", "from scipy.stats import qmc"),
    (r"(?<!\.)\bnn\.", "from torch import nn"),
    (r"\bF\.", "from torch.nn import functional as F"),
    (r"\bbenchmark\.", "from torch.utils import benchmark"),
)
_STANDARD = ("import math", "from collections import OrderedDict")
_FURTHER = (("from PIL", "Pillow"), ("from scipy", "scipy"))
"""What not every script needs, by how its import begins."""


def script(title: str, about: str, *parts: str) -> str:
    """The whole text of a script: head, the imports that the parts need, and the
    non-empty parts."""
    body = together(*parts)
    imported = imports(body)
    *packages, last = "torch", "numpy", *(name for line, name in _FURTHER if line in imported)
    needs = f"{', '.join(packages)} and {last}"
    head = [
        *textwrap.wrap(title, WIDTH - 3),
        "",
        *(wrapped for line in about.split("\n") for wrapped in textwrap.wrap(line, WIDTH)),
        "",
        f"Made by Saddlepoint {__version__}: the numbers of its panel, in plain torch.",
        f"To run it: python FILE, with {needs} installed; it needs nothing else.",
    ]
    quoted = '"""' + "\n".join(head).replace("\\", "\\\\") + '\n"""'
    return f"{quoted}\n\n{imported}\n\n{body}\n"


def imports(body: str) -> str:
    """The imports that the text needs, those of the standard library first."""
    needed = [line for pattern, line in _IMPORTS if re.search(pattern, body)]
    groups = (
        [line for line in needed if line in _STANDARD],
        [line for line in needed if line not in _STANDARD],
    )
    return "\n\n".join("\n".join(group) for group in groups if group)


def together(*parts: str) -> str:
    """Blocks one below the other: two blank lines around functions, one between other blocks."""
    text = ""
    defines = False
    for part in parts:
        part = part.strip("\n")
        if not part:
            continue
        also = re.search(r"^(def|class) ", part, re.MULTILINE) is not None
        gap = "\n\n\n" if defines or also else "\n\n"
        text += gap + part if text else part
        defines = also
    return text


def block(text: str, **values: Any) -> str:
    """A piece of a script, written with the caller's indentation; ``$name`` is filled in.

    A line that is only a placeholder disappears with its newline if the value is empty.
    """
    text = textwrap.dedent(text).strip("\n")
    for name, value in values.items():
        if value == "":
            text = re.sub(rf"^ *\${name}\n", "", text, flags=re.MULTILINE)
        elif isinstance(value, str) and "\n" in value:
            text = re.sub(
                rf"^( *)\${name}$",
                lambda found, value=value: textwrap.indent(value, found[1]),  # type: ignore[misc]
                text,
                flags=re.MULTILINE,
            )
    return Template(text).substitute(values)


def constant(name: str, value: Any, says: str = "") -> str:
    """A line ``NAME = value # says``; the comment stands above a line that would be too long."""
    line = fit(f"{name} = {literal(value)}")
    if not says:
        return line
    if "\n" not in line and len(line) + 4 + len(says) <= WIDTH:
        return f"{line}  # {says}"
    return comment(says) + "\n" + line


def lines(*parts: str) -> str:
    """Lines one below the other, without the empty ones."""
    return "\n".join(part for part in parts if part)


def comment(words: str) -> str:
    """Words wrapped as comment lines."""
    return "\n".join(f"# {line}" for line in textwrap.wrap(words, WIDTH - 2))


def docstring(words: str, indent: int = 4) -> str:
    """Words wrapped as the docstring of a function, without the first line's indentation."""
    margin = " " * indent
    whole = f'"""{words}"""'
    if len(margin) + len(whole) <= WIDTH:
        return whole
    first, *rest = textwrap.wrap(f'"""{words}', WIDTH - indent)
    return "\n".join((first, *(margin + line for line in rest), margin + '"""'))


def literal(value: Any) -> str:
    """A value as a Python literal, texts in double quotes."""
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, tuple):
        return f"({', '.join(map(literal, value))}{',' if len(value) == 1 else ''})"
    if isinstance(value, list):
        return f"[{', '.join(map(literal, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{literal(k)}: {literal(v)}" for k, v in value.items()) + "}"
    return repr(value)


def quoted(value: str) -> str:
    """A text in double quotes, unless it contains some itself and no single ones."""
    text = repr(value)
    if text.startswith("'") and '"' not in text:
        return f'"{text[1:-1]}"'
    return text


def call(name: str, arguments: Iterable[str]) -> str:
    """A call ``name(arguments)`` on one line."""
    return f"{name}({', '.join(arguments)})"


def fit(line: str, indent: str = "", tail: str = "") -> str:
    """A line, with the content of its last brackets on lines of its own if it is too long.

    The arguments of a call share one line if they fit; the items of a list never do.
    """
    if len(indent) + len(line) + len(tail) <= WIDTH:
        return indent + line + tail
    pair = _last_brackets(line)
    if pair is None or not line[pair[0] + 1 : pair[1]]:
        return indent + line + tail
    first, last = pair
    inner, end = line[first + 1 : last], line[last:]
    inside = indent + "    "
    is_call = first > 0 and (line[first - 1].isalnum() or line[first - 1] in "_)]")
    if is_call and len(inside) + len(inner) <= WIDTH:
        middle = inside + inner
    else:
        middle = "\n".join(fit(item, inside, ",") for item in _items(inner))
    return f"{indent}{line[: first + 1]}\n{middle}\n{indent}{end}{tail}"


def fit_at(line: str, depth: int) -> str:
    """A line that will be indented ``depth`` columns further than the rest of its block."""
    return textwrap.dedent(fit(line, " " * depth))


def _last_brackets(line: str) -> tuple[int, int] | None:
    """Where the last outermost pair of brackets opens and closes."""
    found, open_at = None, []
    for place, sign in _signs(line):
        if sign in "([{":
            open_at.append(place)
        elif sign in ")]}":
            start = open_at.pop()
            if not open_at:
                found = (start, place)
    return found


def _items(text: str) -> list[str]:
    """The parts between the commas of the outermost level."""
    items, begin, depth = [], 0, 0
    for place, sign in _signs(text):
        depth += (sign in "([{") - (sign in ")]}")
        if sign == "," and depth == 0:
            items.append(text[begin:place].strip())
            begin = place + 1
    rest = text[begin:].strip()
    return [*items, rest] if rest else items


def _signs(text: str) -> Iterable[tuple[int, str]]:
    """Each character outside of strings, with its position."""
    quote, escaped = "", False
    for place, sign in enumerate(text):
        if quote:
            if escaped:
                escaped = False
            elif sign == "\\":
                escaped = True
            elif sign == quote:
                quote = ""
        elif sign in "'\"":
            quote = sign
        else:
            yield place, sign
