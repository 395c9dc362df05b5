"""The makers of a spec's fields: each says once what the field is, what it is called, what it does.

``options`` are the other attributes of the field's kind: ``unit``, ``applies``, ``log`` and so on.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import Any

from core.parameters.kinds import (
    Bound,
    Choice,
    Choices,
    File,
    Integer,
    Number,
    Parameter,
    Row,
    Seed,
    Switch,
    Text,
)


def field(parameter: Parameter) -> Any:
    """The dataclass field that declares a parameter."""
    return dataclasses.field(default=parameter.default, metadata={"parameter": parameter})


def number(
    default: float | None, low: Bound, high: Bound, label: str, help: str, **options: Any
) -> Any:
    """A real number in [low, high]; ``log=True`` where its slider moves in factors."""
    return field(Number(default=default, low=low, high=high, label=label, help=help, **options))


def integer(
    default: int | None, low: Bound, high: Bound, label: str, help: str, **options: Any
) -> Any:
    """A whole number in [low, high]."""
    return field(Integer(default=default, low=low, high=high, label=label, help=help, **options))


def choice(default: Any, choices: Choices, label: str, help: str, **options: Any) -> Any:
    """One of a few; a registry's mapping offers its keys."""
    return field(Choice(default=default, choices=choices, label=label, help=help, **options))


def switch(default: bool, label: str, help: str, **options: Any) -> Any:
    """On or off."""
    return field(Switch(default=default, label=label, help=help, **options))


def file(suffixes: tuple[str, ...], label: str, help: str, **options: Any) -> Any:
    """The path of a file that is read when the experiment runs; empty while none is chosen."""
    return field(File(default="", suffixes=suffixes, label=label, help=help, **options))


def text(
    default: str | None,
    read: Callable[[Text, str], object],
    grammar: str,
    label: str,
    help: str,
    **options: Any,
) -> Any:
    """A text that ``read`` understands, or refuses with a :class:`SpecError`."""
    return field(
        Text(default=default, read=read, grammar=grammar, label=label, help=help, **options)
    )


def row(
    default: str,
    read: Callable[[Text, str], object],
    grammar: str,
    entries: Callable[[Any], Sequence[float] | None],
    label: str,
    help: str,
    **options: Any,
) -> Any:
    """A text of numbers, one for each channel; ``entries`` says what it comes to."""
    options |= {"read": read, "grammar": grammar, "entries": entries}
    return field(Row(default=default, label=label, help=help, **options))


def seed(**options: Any) -> Any:
    """The seed of a spec; the form gives it a dice."""
    return field(Seed(**options))
