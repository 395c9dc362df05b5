"""Functions that make a spec's fields: each states once what the field is, its label and its help.

``options`` are the other attributes of the field's kind: ``unit``, ``applies``, ``log`` and so on.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import Any, cast

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
    Subset,
    Switch,
    Text,
)


def field(parameter: Parameter) -> Any:
    """A dataclass field that declares this parameter."""
    return dataclasses.field(default=parameter.default, metadata={"parameter": parameter})


def number(
    default: float | None, low: Bound, high: Bound, label: str, help: str, **options: Any
) -> Any:
    """A real number in [low, high]; with ``log=True`` its slider moves by factors."""
    return field(Number(default=default, low=low, high=high, label=label, help=help, **options))


def integer(
    default: int | None, low: Bound, high: Bound, label: str, help: str, **options: Any
) -> Any:
    """A field for a whole number in [low, high]."""
    return field(Integer(default=default, low=low, high=high, label=label, help=help, **options))


def choice(default: Any, choices: Choices, label: str, help: str, **options: Any) -> Any:
    """A field for one of a few options; a registry's mapping offers its keys."""
    return field(Choice(default=default, choices=choices, label=label, help=help, **options))


def switch(default: bool | None, label: str, help: str, **options: Any) -> Any:
    """A field that is on or off."""
    return field(Switch(default=default, label=label, help=help, **options))


def file(suffixes: tuple[str, ...], label: str, help: str, **options: Any) -> Any:
    """A field for the path of a file that is read when the experiment runs; empty while none is
    chosen."""
    return field(File(default="", suffixes=suffixes, label=label, help=help, **options))


def text(
    default: str | None,
    read: Callable[[Text, str], object],
    grammar: str,
    label: str,
    help: str,
    **options: Any,
) -> Any:
    """A field for a text that ``read`` accepts, or refuses with a :class:`SpecError`."""
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
    """A field for a text of numbers, one for each channel; ``entries`` turns it into
    these numbers."""
    options |= {"read": read, "grammar": grammar, "entries": entries}
    return field(Row(default=default, label=label, help=help, **options))


def subset(default: str, keys: Sequence[str], label: str, help: str, **options: Any) -> Any:
    """A field for some of a few keys, as a text with commas between them."""
    return field(
        Subset(
            default=default,
            read=lambda parameter, text: cast(Subset, parameter).chosen(text),
            grammar=", ".join(keys),
            keys=tuple(keys),
            label=label,
            help=help,
            **options,
        )
    )


def seed(**options: Any) -> Any:
    """A field for the seed of a spec; a form gives it a dice button."""
    return field(Seed(**options))
