"""The names of a frame's arrays, and what the frame's class says about each, for printing."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import itertools
import re
import textwrap
import typing
from collections.abc import Iterator
from typing import Any

from core.experiment import Frame


@dataclasses.dataclass(frozen=True)
class ArrayDoc:
    """One array, or several whose names differ in one part only."""

    name: str
    """The array's name; several are written as in a shell: ``{a,b}_std`` is a_std and b_std."""
    words: str
    """Shape and meaning of the array; empty in a program that was packaged without its sources."""

    @property
    def names(self) -> tuple[str, ...]:
        """Every array's own name, as in :meth:`core.experiment.Frame.arrays`."""
        parts = [part.split(",") for part in re.split(r"[{}]", self.name)]
        return tuple("".join(chosen) for chosen in itertools.product(*parts))


def array_docs(frame: type[Frame]) -> list[ArrayDoc]:
    """The documentation of every array that a frame of this class may have, in field order."""
    counters = {field.name for field in dataclasses.fields(Frame)}
    return [one for one in _docs(frame) if one.name not in counters]


def about(frame: type[Frame]) -> str:
    """The docstring of the frame's class, one line for each paragraph."""
    paragraphs = (inspect.getdoc(frame) or "").split("\n\n")
    return "\n".join(plain(paragraph) for paragraph in paragraphs)


def plain(words: str) -> str:
    """The text of a docstring on one line, without the markup of references and code."""
    words = re.sub(r":\w+:`~?(?:[\w.]+\.)?(\w+)`", r"\1", words)
    return " ".join(words.replace("``", "").split())


def _docs(part: type[Any]) -> Iterator[ArrayDoc]:
    """Document the arrays of a frame, or of a part of one; parts of the same class appear once."""
    kinds, words = typing.get_type_hints(part), _field_words(part)
    nested: dict[type[Any], list[str]] = {}
    for field in dataclasses.fields(part):
        name = field.metadata.get("array", field.name)
        inner = _dataclass_of(kinds[field.name])
        if inner is not None:
            nested.setdefault(inner, []).append(name)
        elif name:
            yield ArrayDoc(name, words.get(field.name, ""))
    for inner, names in nested.items():
        before = names[0] if len(names) == 1 else f"{{{','.join(names)}}}"
        for one in _docs(inner):
            yield ArrayDoc(f"{before}_{one.name}", one.words or plain(inner.__doc__ or ""))


def _dataclass_of(kind: Any) -> type[Any] | None:
    """The dataclass that a field holds, also where the field may be None; else None."""
    for one in (kind, *typing.get_args(kind)):
        if isinstance(one, type) and dataclasses.is_dataclass(one):
            return one
    return None


def _field_words(part: type[Any]) -> dict[str, str]:
    """The docstring under each field of a dataclass and of the dataclasses it inherits from."""
    words: dict[str, str] = {}
    for kind in reversed(part.__mro__):
        if dataclasses.is_dataclass(kind):
            words |= _words_in(kind)
    return words


def _words_in(kind: type[Any]) -> dict[str, str]:
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(kind)))
    except (OSError, TypeError):
        return {}
    (whole,) = tree.body
    assert isinstance(whole, ast.ClassDef)
    words = {}
    for field, below in itertools.pairwise(whole.body):
        if not (isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)):
            continue
        if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant):
            words[field.target.id] = plain(str(below.value.value))
    return words
