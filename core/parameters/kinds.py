"""The kinds of parameters: a small class each, which checks, reads and writes a value.

Another kind is another class. It brings its own control (:mod:`app.panel.controls`) and, where its
value is shown, its own words (:mod:`app.words.labels`).
"""

from __future__ import annotations

import math
import sys
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from os import PathLike
from typing import Any, ClassVar, Protocol, Self

from core.parameters.refusal import Reason, SpecError, exact, plain
from core.parameters.scales import Scale
from core.parameters.typed_numbers import AmbiguousNumberError, read_number

Bound = float | Callable[[Any], float]
Choices = Collection[Any] | Callable[[Any], Collection[Any]]


@dataclass(frozen=True, kw_only=True)
class Parameter(ABC):
    """One declared value of a spec, or one hyper-parameter of a registry's record.

    Whatever depends on the rest of the spec is a function of the spec: a bound, the choices, and,
    through ``auto``, the default, which is then None.
    """

    kind: ClassVar[str]
    """The name of this kind on the command line."""

    default: Any
    label: str
    """The name of the parameter in a form, in English."""
    help: str
    """What the parameter does, in one line of English."""
    name: str = ""
    experiment: str = ""
    """The key of the experiment that declares it; empty for a hyper-parameter."""
    unit: str = ""
    auto: Callable[[Any], Any] | None = None
    applies: Callable[[Any], bool] | None = None
    matters: Callable[[Any], bool] | None = None
    """Whether a form shows the field; unlike a field that does not apply, it is checked all the
    same."""
    live: bool = False
    anew: Sequence[str] = ()
    """The fields on whose change the default is taken again, whatever was chosen before."""
    beside: str = ""
    """The field in whose row of a form this one stands."""

    @property
    def depends(self) -> bool:
        """Whether the default, the range or the choices depend on the rest of the spec."""
        return self.auto is not None

    def applies_to(self, spec: Any) -> bool:
        """Whether the field applies, given the other fields of ``spec``."""
        return self.applies is None or self.applies(spec)

    def default_for(self, spec: Any) -> Any:
        """The default, given the other fields of ``spec``."""
        return self.default if self.auto is None else self.auto(spec)

    @abstractmethod
    def accepted(self, spec: Any) -> str:
        """The accepted values in language-neutral form: ``1 … 100`` or ``tanh, relu``."""

    @abstractmethod
    def check(self, value: Any, spec: Any) -> Any:
        """Return ``value`` in the field's own type, or raise :class:`SpecError`."""

    def keep(self, value: Any, spec: Any) -> Any:
        """Return the value of a field that does not apply now, in the field's own type, or raise
        :class:`SpecError`. What it may be is known only when it applies, so a range that depends on
        other fields is not asked."""
        return self.check(value, spec)

    def parse(self, text: str) -> Any:
        """Read a typed value: the kind is checked here, the range when the spec is built."""
        return text.strip()

    def print(self, value: Any) -> str:
        """The text that :meth:`parse` reads back as ``value``."""
        return str(value)

    def to_json(self, value: Any) -> Any:
        """The plain value that is stored in a file, and that :meth:`check` accepts."""
        return value

    def limits(self, spec: Any) -> dict[str, Any]:
        """The accepted values as plain data by name: the range, the choices."""
        return {}

    def error(self, reason: Reason, given: object, spec: Any) -> SpecError:
        """The error that refuses ``given`` for this field."""
        return SpecError(self.name, reason, given, self.accepted(spec))


@dataclass(frozen=True, kw_only=True)
class Numeric(Parameter):
    """A number in [low, high]; with ``log`` its slider moves by factors, with ``near_one`` by
    factors of 1 - v, so that 0.9, 0.99 and 0.999 are as far apart, and with ``from_zero`` by
    factors too, but for its low end, which is 0."""

    low: Bound = -math.inf
    high: Bound = math.inf
    log: bool = False
    near_one: bool = False
    from_zero: bool = False

    @property
    def scale(self) -> Scale:
        """The scale on which a slider moves the number."""
        if self.from_zero:
            return Scale.FROM_ZERO
        return Scale.LOG if self.log else Scale.NEAR_ONE if self.near_one else Scale.LINEAR

    @property
    def depends(self) -> bool:
        return super().depends or callable(self.low)

    def range(self, spec: Any) -> tuple[float, float]:
        """The lowest and highest accepted value, given the other fields of ``spec``."""
        low, high = (b(spec) if callable(b) else b for b in (self.low, self.high))
        return low, high

    def accepted(self, spec: Any) -> str:
        low, high = self.range(spec)
        return f"{plain(low)} … {plain(high)}"

    def limits(self, spec: Any) -> dict[str, Any]:
        return {"range": list(self.range(spec)), "scale": self.scale.value}

    def check(self, value: Any, spec: Any) -> Any:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.error(Reason.NOT_A_NUMBER, value, spec)
        low, high = self.range(spec)
        if not low <= value <= high:  # also refuses NaN, and whole numbers too large for a float
            raise self.error(Reason.OUT_OF_RANGE, value, spec)
        return value

    def float_of(self, value: Any, spec: Any) -> float:
        """A number that a float can be, whatever the range."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.error(Reason.NOT_A_NUMBER, value, spec)
        if not abs(value) <= sys.float_info.max:  # NaN too
            given = value if isinstance(value, float) else math.inf if value > 0 else -math.inf
            raise self.error(Reason.OUT_OF_RANGE, given, spec)
        return float(value)

    def parse(self, text: str) -> float:
        text = text.strip()
        try:
            return read_number(text, whole=isinstance(self, Integer))
        except AmbiguousNumberError as error:
            readings = " / ".join(error.readings)
            raise SpecError(self.name, Reason.AMBIGUOUS_NUMBER, text, readings) from None
        except ValueError:
            accepted = "" if callable(self.low) or callable(self.high) else self.accepted(None)
            raise SpecError(self.name, Reason.NOT_A_NUMBER, text, accepted) from None


@dataclass(frozen=True, kw_only=True)
class Number(Numeric):
    """A real number."""

    kind = "number"

    def keep(self, value: Any, spec: Any) -> float:
        return self.float_of(value, spec)

    def check(self, value: Any, spec: Any) -> float:
        return float(super().check(value, spec))

    def print(self, value: Any) -> str:
        return exact(value)


@dataclass(frozen=True, kw_only=True)
class End(Number):
    """One end of a range: it is typed or stepped, but nobody slides through all it may be.

    The lowest that an upper end may be depends on the lower end, in whose row of a form it stands.
    """

    def check(self, value: Any, spec: Any) -> float:
        try:
            return super().check(value, spec)
        except SpecError:
            below = getattr(spec, self.beside, None) if self.beside else None
            number = isinstance(value, int | float) and not isinstance(value, bool)
            if below is None or not number or not -sys.float_info.max <= value <= below:
                raise
            raise self.error(Reason.EMPTY_RANGE, f"{plain(below)} … {plain(value)}", spec) from None


@dataclass(frozen=True, kw_only=True)
class Integer(Numeric):
    """A whole number."""

    kind = "integer"

    def keep(self, value: Any, spec: Any) -> int:
        number = self.float_of(value, spec)
        if not number.is_integer():
            raise self.error(Reason.NOT_AN_INTEGER, value, spec)
        return int(number)

    def check(self, value: Any, spec: Any) -> int:
        value = super().check(value, spec)
        if not float(value).is_integer():
            raise self.error(Reason.NOT_AN_INTEGER, value, spec)
        return int(value)

    def parse(self, text: str) -> float:
        number = super().parse(text)
        return int(number) if number.is_integer() else number


@dataclass(frozen=True, kw_only=True)
class Divisor(Integer):
    """A whole number that divides another one, where the spec has one to be divided."""

    whole: Callable[[Any], int | None]

    def rungs(self, spec: Any) -> Sequence[int]:
        """The divisors in range, upwards; empty where any number will do."""
        whole = self.whole(spec)
        low, high = self.range(spec)
        return [] if whole is None else [d for d in range(int(low), int(high) + 1) if not whole % d]

    def check(self, value: Any, spec: Any) -> int:
        number = super().check(value, spec)
        rungs = self.rungs(spec)
        if rungs and number not in rungs:
            nearest = min(rungs, key=lambda rung: max(rung / number, number / rung))
            raise SpecError(self.name, Reason.NO_DIVISOR, number, str(nearest))
        return number


@dataclass(frozen=True, kw_only=True)
class Seed(Integer):
    """The seed of a spec; a form gives it a dice button."""

    default: int = 0
    label: str = "Seed"
    help: str = "Seed of every random draw"
    low: Bound = 0
    high: Bound = 2**31 - 1


@dataclass(frozen=True, kw_only=True)
class Choice(Parameter):
    """One of a few options. While there are none to choose from, as of a file that is not there,
    any text stands for one that may come."""

    kind = "choice"

    choices: Choices
    unfit: Mapping[Any, Reason] = field(default_factory=dict, hash=False)
    """Why what is known elsewhere is no choice here."""

    @property
    def depends(self) -> bool:
        return super().depends or callable(self.choices)

    def options(self, spec: Any) -> tuple[Any, ...]:
        """The accepted choices, given the other fields of ``spec``."""
        return tuple(self.choices(spec) if callable(self.choices) else self.choices)

    def accepted(self, spec: Any) -> str:
        return ", ".join(str(option) for option in self.options(spec))

    def limits(self, spec: Any) -> dict[str, Any]:
        return {"choices": list(self.options(spec))}

    def keep(self, value: Any, spec: Any) -> Any:
        if not callable(self.choices):
            return self.check(value, spec)
        if not isinstance(value, str | int):
            raise self.error(Reason.NOT_A_CHOICE, value, spec)
        return value

    def check(self, value: Any, spec: Any) -> Any:
        options = self.options(spec)
        for option in options:
            if type(option) is type(value) and option == value:
                return option
        if not options and isinstance(value, str):
            return value
        unfit = isinstance(value, str) and value in self.unfit
        raise self.error(self.unfit[value] if unfit else Reason.NOT_A_CHOICE, value, spec)

    def parse(self, text: str) -> Any:
        """Read a typed choice; choices may be numbers, so the text is converted to the option's own
        type."""
        text = text.strip()
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


@dataclass(frozen=True, kw_only=True)
class Switch(Parameter):
    """A parameter that is on or off."""

    kind = "switch"

    def accepted(self, spec: Any) -> str:
        return "true, false"

    def check(self, value: Any, spec: Any) -> bool:
        if not isinstance(value, bool):
            raise self.error(Reason.NOT_A_SWITCH, value, spec)
        return value

    def parse(self, text: str) -> bool | str:
        text = text.strip()
        return SWITCH_WORDS.get(text.lower(), text)

    def print(self, value: Any) -> str:
        return str(value).lower()


@dataclass(frozen=True, kw_only=True)
class File(Parameter):
    """The path of a file that is read when the experiment runs; empty while none is chosen."""

    kind = "file"

    suffixes: tuple[str, ...]

    def accepted(self, spec: Any) -> str:
        return ", ".join(f"*{suffix}" for suffix in self.suffixes)

    def check(self, value: Any, spec: Any) -> str:
        if not isinstance(value, str | PathLike):
            raise self.error(Reason.NOT_A_FILE, value, spec)
        return str(value)


@dataclass(frozen=True, kw_only=True)
class Text(Parameter):
    """A text that ``read`` accepts, or refuses with a :class:`SpecError`."""

    kind = "text"

    read: Callable[[Text, str], object]
    grammar: str
    """What the text may consist of, in language-neutral form."""

    def accepted(self, spec: Any) -> str:
        return self.grammar

    def keep(self, value: Any, spec: Any) -> str:
        if not isinstance(value, str):
            raise self.error(Reason.NOT_A_FORMULA, value, spec)
        return value

    def check(self, value: Any, spec: Any) -> str:
        text = self.keep(value, spec)
        self.read(self, text)
        return text


@dataclass(frozen=True, kw_only=True)
class Row(Text):
    """A text that is a row of numbers with one for each channel; a form draws them as bars."""

    entries: Callable[[Any], Sequence[float] | None]
    """The numbers that the text stands for; None while the number of channels is unknown."""


@dataclass(frozen=True, kw_only=True)
class Counts(Row):
    """A text that is a row of whole numbers from 1 on, one for each stage."""


@dataclass(frozen=True, kw_only=True)
class Subset(Text):
    """A text that names some of a few keys, at least one, with commas between; a form has a box for
    each."""

    keys: tuple[str, ...]

    def chosen(self, text: str) -> tuple[str, ...]:
        """The keys that a text names, in the order of all. Raises :class:`SpecError`."""
        named = [part.strip() for part in text.split(",") if part.strip()]
        for key in named:
            if key not in self.keys:
                raise SpecError(self.name, Reason.NOT_A_CHOICE, key, self.grammar)
        if not named:
            raise SpecError(self.name, Reason.TOO_FEW, 0, self.grammar)
        return tuple(key for key in self.keys if key in named)


class Item(Protocol):
    """One item of a :class:`Several`: a small frozen value with a text form that parses and prints
    back."""

    @classmethod
    def parse(cls, field: str, text: str) -> Self: ...

    @property
    def text(self) -> str: ...


@dataclass(frozen=True, kw_only=True)
class Several(Parameter):
    """A row of ``least`` to ``most`` items of one kind, each with a text form."""

    kind = "several"

    item: type[Item]
    least: int
    most: int

    def accepted(self, spec: Any) -> str:
        return f"{self.least} … {self.most}"

    def limits(self, spec: Any) -> dict[str, Any]:
        return {"count": [self.least, self.most]}

    def check(self, value: Any, spec: Any) -> tuple[Any, ...]:
        if isinstance(value, str):
            value = self.parse(value)
        if not isinstance(value, list | tuple):
            raise self.error(Reason.NOT_A_LIST, value, spec)
        if len(value) < self.least:
            raise self.error(Reason.TOO_FEW, len(value), spec)
        if len(value) > self.most:
            raise self.error(Reason.TOO_MANY, len(value), spec)
        # An item is built unchecked, so each passes through its text, which is checked.
        texts = (one.text if isinstance(one, self.item) else one for one in value)
        return tuple(self.item.parse(self.name, str(text)) for text in texts)

    def parse(self, text: str) -> tuple[Any, ...]:
        parts = (part.strip() for part in text.split(","))
        return tuple(self.item.parse(self.name, part) for part in parts if part)

    def print(self, value: Any) -> str:
        return ",".join(item.text for item in value)

    def to_json(self, value: Any) -> str:
        return self.print(value)
