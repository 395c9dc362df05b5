"""The base class of specs, and how the declared parameters of a spec are read."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from core.parameters.kinds import Parameter
from core.parameters.refusal import Reason, SpecError


@dataclass(frozen=True, kw_only=True)
class Spec:
    """A request to an experiment: plain numbers, strings and keys, checked when built."""

    key: ClassVar[str]

    def __post_init__(self) -> None:
        for parameter in parameters(type(self)):
            value = getattr(self, parameter.name)
            if value is None:  # also where it does not apply: it may once another field moves
                value = parameter.default_for(self)
            applies = parameter.applies_to(self)
            value = parameter.check(value, self) if applies else parameter.keep(value, self)
            object.__setattr__(self, parameter.name, value)

    def replace(self, **changes: Any) -> Self:
        """The spec with these fields changed, checked anew. No other field changes."""
        return dataclasses.replace(self, **changes)

    def adapt(self, **changes: Any) -> Self:
        """The spec with these fields changed, and with the fields that depend on them adapted.

        A derived field that still held its derived value is derived again; one whose value is no
        longer accepted, or that is taken anew with a changed field, takes the derived one (or the
        default). This is what a form wants when
        another surface is chosen; a typed value of the changed fields themselves stays as given.
        """
        values = {p.name: getattr(self, p.name) for p in parameters(type(self))}
        bare = _Draft({**values, **changes})
        for p in parameters(type(self)):
            applies = p.applies_to(bare)
            if p.name in changes:
                if applies:
                    p.check(changes[p.name], bare)
                continue
            held = p.auto is not None and values[p.name] == p.auto(self)
            held = held or any(changes.get(n, values[n]) != values[n] for n in p.anew)
            try:
                if applies:
                    p.check(values[p.name], bare)
            except SpecError:
                held = True
            if held:
                setattr(bare, p.name, p.default_for(bare))
        return type(self)(**vars(bare))

    def to_json(self) -> dict[str, Any]:
        """A dictionary of plain values that :meth:`from_json` accepts."""
        return {p.name: p.to_json(getattr(self, p.name)) for p in parameters(type(self))}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """Build a spec from plain values; missing fields have their defaults."""
        for name in values:
            parameter_of(cls, name)
        return cls(**values)

    @classmethod
    def from_text(cls, settings: Mapping[str, str]) -> Self:
        """Build a spec from typed ``name=value`` pairs."""
        return cls(**{n: parameter_of(cls, n).parse(text) for n, text in settings.items()})

    def settings(self) -> dict[str, str]:
        """The typed pairs from which :meth:`from_text` builds this spec: only what differs from the
        defaults."""
        return {
            p.name: p.print(value)
            for p in parameters(type(self))
            if p.applies_to(self) and (value := getattr(self, p.name)) != p.default_for(self)
        }


class _Draft:
    """Field values that are not checked yet, with the same attributes as a spec."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.__dict__.update(values)


_declared: dict[type[Spec], tuple[Parameter, ...]] = {}


def parameters(spec: type[Spec]) -> tuple[Parameter, ...]:
    """The declared parameters of a spec, in the order of its fields."""
    if spec not in _declared:
        _declared[spec] = _read(spec)
    return _declared[spec]


def _read(spec: type[Spec]) -> tuple[Parameter, ...]:
    key = getattr(spec, "key", "")  # a base of several specs has none
    return tuple(
        dataclasses.replace(field.metadata["parameter"], name=field.name, experiment=key)
        for field in dataclasses.fields(spec)
    )


def common(base: type[Spec]) -> tuple[str, ...]:
    """The fields that all specs of a base have in common, by name.

    A base declares them, or it only names them (``seed: int``) and leaves each subclass to declare
    them in its own place and with its own help: such a field means the same thing in all of them.
    """
    kinds = [kind for kind in reversed(base.__mro__) if issubclass(kind, Spec)]
    named = [item for kind in kinds for item in inspect.get_annotations(kind).items()]
    return tuple(
        dict.fromkeys(name for name, type in named if not str(type).startswith("ClassVar"))
    )


def parameter_of(spec: type[Spec], name: str) -> Parameter:
    """The declared parameter with that name; otherwise a :class:`SpecError` lists the names."""
    for parameter in parameters(spec):
        if parameter.name == name:
            return parameter
    names = ", ".join(p.name for p in parameters(spec))
    raise SpecError(name, Reason.UNKNOWN, name, names)
