"""How a spec's field declares what it is, and how what a person gives is checked against that.

A spec is a frozen, keyword-only dataclass. Each of its fields is made by one of :func:`number`,
:func:`integer`, :func:`choice`, :func:`switch`, :func:`file`, :func:`several` or :func:`seed`,
which say once: default, range, scale, choices, unit, one line of help, and when it applies. The
form, the command line, the session file and the validation read it from there.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, Protocol, Self


def plain(value: float) -> str:
    """A number as a person would type it: whole numbers in full, no trailing zeros."""
    if float(value).is_integer() and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.12g}"


def exact(value: float) -> str:
    """A number with every digit, so that reading it gives the same number."""
    return repr(value).removesuffix(".0")


class Reason(StrEnum):
    """Why a value was refused. The words for each stand in ``app/words/labels.py``."""

    UNKNOWN = "unknown"
    NOT_A_NUMBER = "not_a_number"
    NOT_AN_INTEGER = "not_an_integer"
    NOT_A_SWITCH = "not_a_switch"
    OUT_OF_RANGE = "out_of_range"
    NOT_A_CHOICE = "not_a_choice"
    NOT_A_LIST = "not_a_list"
    NOT_A_FORMULA = "not_a_formula"
    NOT_NUMBERS = "not_numbers"
    CONSTANT = "constant"
    NOWHERE_FINITE = "nowhere_finite"
    NOT_FINITE_AT_START = "not_finite_at_start"
    TOO_FEW = "too_few"
    TOO_MANY = "too_many"
    NO_FILE = "no_file"
    MISSING_FILE = "missing_file"
    NOT_A_FILE = "not_a_file"
    BROKEN_FILE = "broken_file"
    OBJECTS = "objects"
    NOT_NUMERIC = "not_numeric"
    WRONG_SHAPE = "wrong_shape"
    TOO_LARGE = "too_large"
    NO_PICTURE = "no_picture"
    PICTURE_TOO_LARGE = "picture_too_large"
    TOO_FEW_VALUES = "too_few_values"
    NOT_FINITE = "not_finite"
    NOT_AVAILABLE = "not_available"


class SpecError(ValueError):
    """A value that makes no sense, in parts: which field, why, what was given, what is accepted.

    It is raised when a spec is built, or by a run for what only the data show.
    """

    def __init__(
        self,
        field: str,
        reason: Reason,
        given: object,
        accepted: str = "",
        detail: object = None,
    ) -> None:
        super().__init__(field, reason, given, accepted, detail)
        self.field = field
        self.reason = reason
        self.given = given
        self.accepted = accepted
        self.detail = detail
        """What a reason says more closely: the fault of a formula, and where it stands."""

    def __str__(self) -> str:
        accepted = f" (accepted: {self.accepted})" if self.accepted else ""
        return f"{self.field}: {self.given!r}: {self.reason}{accepted}"


class Kind(StrEnum):
    """What a parameter holds."""

    NUMBER = "number"
    INTEGER = "integer"
    CHOICE = "choice"
    SWITCH = "switch"
    FILE = "file"
    TEXT = "text"
    SEVERAL = "several"


class Item(Protocol):
    """One of many of a kind: a small frozen value with a text form that parses and prints back."""

    @classmethod
    def parse(cls, field: str, text: str) -> Self: ...

    @property
    def text(self) -> str: ...


Bound = float | Callable[[Any], float]
Choices = Collection[Any] | Callable[[Any], Collection[Any]]


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """One declared value of a spec, or one hyper-parameter of a registry's record.

    A bound or the choices may depend on the rest of the spec: then they are functions of it. A
    default of ``None`` is derived from the rest of the spec by ``auto``.
    """

    kind: Kind
    default: Any
    help: str
    name: str = ""
    low: Bound = -math.inf
    high: Bound = math.inf
    log: bool = False
    unit: str = ""
    choices: Choices = ()
    item: type[Item] | None = None
    suffixes: tuple[str, ...] = ()
    read: Callable[[Parameter, str], object] | None = None
    """Raises :class:`SpecError` for a text that cannot be read."""
    grammar: str = ""
    """What a text may consist of, in neutral signs."""
    entries: Callable[[Any], Sequence[float] | None] | None = None
    """The numbers that a text comes to, of a text that is a row of numbers with one for each
    channel; None while it is not known how many there are."""
    auto: Callable[[Any], Any] | None = None
    applies: Callable[[Any], bool] | None = None
    matters: Callable[[Any], bool] | None = None
    """Whether a form shows it; unlike what does not apply, it is checked all the same."""
    live: bool = False
    is_seed: bool = False

    def range(self, spec: Any) -> tuple[float, float]:
        """Lowest and highest accepted value, given the other fields of ``spec``."""
        low, high = (b(spec) if callable(b) else b for b in (self.low, self.high))
        return low, high

    def options(self, spec: Any) -> tuple[Any, ...]:
        """The accepted choices, given the other fields of ``spec``."""
        return tuple(self.choices(spec) if callable(self.choices) else self.choices)

    def applies_to(self, spec: Any) -> bool:
        """Whether the field matters, given the other fields of ``spec``."""
        return self.applies is None or self.applies(spec)

    def default_for(self, spec: Any) -> Any:
        """The default, given the other fields of ``spec``."""
        return self.default if self.auto is None else self.auto(spec)

    def accepted(self, spec: Any) -> str:
        """What would be right, in neutral signs: ``1 … 100`` or ``tanh, relu``."""
        match self.kind:
            case Kind.NUMBER | Kind.INTEGER:
                low, high = self.range(spec)
                return f"{plain(low)} … {plain(high)}"
            case Kind.CHOICE:
                return ", ".join(str(option) for option in self.options(spec))
            case Kind.SWITCH:
                return "true, false"
            case Kind.FILE:
                return ", ".join(f"*{suffix}" for suffix in self.suffixes)
            case Kind.TEXT:
                return self.grammar
            case Kind.SEVERAL:
                low, high = self.range(spec)
                return f"{plain(low)} … {plain(high)}"

    def check(self, value: Any, spec: Any) -> Any:
        """Return ``value`` in the field's own type, or raise :class:`SpecError`."""
        match self.kind:
            case Kind.NUMBER | Kind.INTEGER:
                return self._check_number(value, spec)
            case Kind.CHOICE:
                for option in self.options(spec):
                    if type(option) is type(value) and option == value:
                        return option
                raise self.error(Reason.NOT_A_CHOICE, value, spec)
            case Kind.SWITCH:
                if not isinstance(value, bool):
                    raise self.error(Reason.NOT_A_SWITCH, value, spec)
            case Kind.FILE:
                value = str(value)
            case Kind.TEXT:
                assert self.read is not None
                if not isinstance(value, str):
                    raise self.error(Reason.NOT_A_FORMULA, value, spec)
                self.read(self, value)
            case Kind.SEVERAL:
                value = self._check_several(value, spec)
        return value

    def parse(self, text: str) -> Any:
        """Read a typed value: the kind is checked here, the range when the spec is built."""
        text = text.strip()
        match self.kind:
            case Kind.NUMBER:
                return self._parse_number(text)
            case Kind.INTEGER:
                number = self._parse_number(text)
                return int(number) if number.is_integer() else number
            case Kind.SWITCH:
                return SWITCH_WORDS.get(text.lower(), text)
            case Kind.CHOICE:
                return self._parse_choice(text)
            case Kind.SEVERAL:
                assert self.item is not None
                parts = [part.strip() for part in text.split(",")]
                return tuple(self.item.parse(self.name, part) for part in parts if part)
            case Kind.FILE | Kind.TEXT:
                return text

    def print(self, value: Any) -> str:
        """The text that :meth:`parse` reads back as ``value``."""
        match self.kind:
            case Kind.SEVERAL:
                return ",".join(item.text for item in value)
            case Kind.SWITCH:
                return str(value).lower()
            case Kind.NUMBER:
                return exact(value)
            case _:
                return str(value)

    def error(self, reason: Reason, given: object, spec: Any) -> SpecError:
        """The refusal of ``given`` for this field."""
        return SpecError(self.name, reason, given, self.accepted(spec))

    def _check_number(self, value: Any, spec: Any) -> Any:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.error(Reason.NOT_A_NUMBER, value, spec)
        low, high = self.range(spec)
        if not low <= value <= high:  # also refuses NaN, and whole numbers too large for a float
            raise self.error(Reason.OUT_OF_RANGE, value, spec)
        if self.kind is Kind.NUMBER:
            return float(value)
        if not float(value).is_integer():
            raise self.error(Reason.NOT_AN_INTEGER, value, spec)
        return int(value)

    def _check_several(self, value: Any, spec: Any) -> tuple[Any, ...]:
        assert self.item is not None
        if isinstance(value, str):
            value = self.parse(value)
        if not isinstance(value, list | tuple):
            raise self.error(Reason.NOT_A_LIST, value, spec)
        low, high = self.range(spec)
        if len(value) < low:
            raise self.error(Reason.TOO_FEW, len(value), spec)
        if len(value) > high:
            raise self.error(Reason.TOO_MANY, len(value), spec)
        # An item is built unchecked, so each passes through its text, which is checked.
        texts = (one.text if isinstance(one, self.item) else one for one in value)
        return tuple(self.item.parse(self.name, str(text)) for text in texts)

    def _parse_number(self, text: str) -> float:
        try:
            return float(text)
        except ValueError:
            accepted = "" if callable(self.low) or callable(self.high) else self.accepted(None)
            raise SpecError(self.name, Reason.NOT_A_NUMBER, text, accepted) from None

    def _parse_choice(self, text: str) -> Any:
        """Choices may be numbers: take the typed text for the option's own type."""
        if not callable(self.choices):
            return next((o for o in self.choices if str(o) == text), text)
        try:
            return int(text)
        except ValueError:
            return text


SWITCH_WORDS: Mapping[str, bool] = {
    "true": True, "yes": True, "on": True, "1": True,
    "false": False, "no": False, "off": False, "0": False,
}  # fmt: skip


def _field(kind: Kind, default: Any, help: str, options: Mapping[str, Any]) -> Any:
    parameter = Parameter(kind=kind, default=default, help=help, **options)
    return dataclasses.field(default=default, metadata={"parameter": parameter})


def number(default: float | None, low: Bound, high: Bound, help: str, **options: Any) -> Any:
    """A real number in [low, high]; ``log=True`` where its slider moves in factors."""
    return _field(Kind.NUMBER, default, help, {"low": low, "high": high, **options})


def integer(default: int | None, low: Bound, high: Bound, help: str, **options: Any) -> Any:
    """A whole number in [low, high]."""
    return _field(Kind.INTEGER, default, help, {"low": low, "high": high, **options})


def choice(default: Any, choices: Choices, help: str, **options: Any) -> Any:
    """One of a few; a registry's mapping offers its keys."""
    return _field(Kind.CHOICE, default, help, {"choices": choices, **options})


def switch(default: bool, help: str, **options: Any) -> Any:
    """On or off."""
    return _field(Kind.SWITCH, default, help, options)


def file(suffixes: tuple[str, ...], help: str, **options: Any) -> Any:
    """The path of a file that is read when the experiment runs; empty while none is chosen."""
    return _field(Kind.FILE, "", help, {"suffixes": suffixes, **options})


def text(
    default: str,
    read: Callable[[Parameter, str], object],
    grammar: str,
    help: str,
    **options: Any,
) -> Any:
    """A text that ``read`` understands, or refuses with a :class:`SpecError`."""
    return _field(Kind.TEXT, default, help, {"read": read, "grammar": grammar, **options})


def several(
    default: tuple[Any, ...], item: type[Item], low: int, high: int, help: str, **options: Any
) -> Any:
    """Many of a kind: from ``low`` to ``high`` items that have a text form."""
    return _field(Kind.SEVERAL, default, help, {"item": item, "low": low, "high": high, **options})


def seed(help: str = "Seed of every random draw", **options: Any) -> Any:
    """The seed of a spec; the form gives it a dice."""
    fixed = {"low": 0, "high": 2**31 - 1, "is_seed": True}
    return _field(Kind.INTEGER, 0, help, {**fixed, **options})


@dataclass(frozen=True, kw_only=True)
class Spec:
    """What an experiment is asked to do: plain numbers, strings and keys, checked when built."""

    key: ClassVar[str]

    def __post_init__(self) -> None:
        for parameter in parameters(type(self)):
            value = getattr(self, parameter.name)
            if value is None:  # also where it does not apply: it may once another field moves
                value = parameter.default_for(self)
            if parameter.applies_to(self):
                value = parameter.check(value, self)
            object.__setattr__(self, parameter.name, value)

    def replace(self, **changes: Any) -> Self:
        """The spec with these fields changed, checked anew. Nothing else moves."""
        return dataclasses.replace(self, **changes)

    def adapt(self, **changes: Any) -> Self:
        """The spec with these fields changed, and with what depends on them brought along.

        A derived field that still held its derived value is derived again; one whose value is no
        longer accepted takes the derived one (or the default). This is what a form wants when
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
            try:
                if applies:
                    p.check(values[p.name], bare)
            except SpecError:
                held = True
            if held:
                setattr(bare, p.name, p.default_for(bare))
        return type(self)(**vars(bare))

    def to_json(self) -> dict[str, Any]:
        """A dictionary of plain values that :meth:`from_json` reads back."""
        result: dict[str, Any] = {}
        for p in parameters(type(self)):
            value = getattr(self, p.name)
            result[p.name] = p.print(value) if p.kind is Kind.SEVERAL else value
        return result

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """Build a spec from plain values; what is missing keeps its default."""
        for name in values:
            parameter_of(cls, name)
        return cls(**values)

    @classmethod
    def from_text(cls, settings: Mapping[str, str]) -> Self:
        """Build a spec from typed ``name=value`` pairs."""
        return cls(**{n: parameter_of(cls, n).parse(text) for n, text in settings.items()})

    def settings(self) -> dict[str, str]:
        """The typed pairs that :meth:`from_text` needs to build this spec: only what differs."""
        return {
            p.name: p.print(value)
            for p in parameters(type(self))
            if p.applies_to(self) and (value := getattr(self, p.name)) != p.default_for(self)
        }


class _Draft:
    """Field values that are not checked yet, readable like a spec's."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.__dict__.update(values)


_declared: dict[type[Spec], tuple[Parameter, ...]] = {}


def parameters(spec: type[Spec]) -> tuple[Parameter, ...]:
    """The declared parameters of a spec, in the order of its fields."""
    if spec not in _declared:
        _declared[spec] = _read(spec)
    return _declared[spec]


def _read(spec: type[Spec]) -> tuple[Parameter, ...]:
    return tuple(
        dataclasses.replace(field.metadata["parameter"], name=field.name)
        for field in dataclasses.fields(spec)
    )


def parameter_of(spec: type[Spec], name: str) -> Parameter:
    """The declared parameter of that name; a :class:`SpecError` lists the names there are."""
    for parameter in parameters(spec):
        if parameter.name == name:
            return parameter
    names = ", ".join(p.name for p in parameters(spec))
    raise SpecError(name, Reason.UNKNOWN, name, names)
