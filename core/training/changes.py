"""What was changed while a net learned, as a text, so that a live run replays."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from core.parameters import Reason, Spec, Text, parameter_of

GRAMMAR = "step:field=value step:field=value …"

Change = tuple[int, str, float]
"""A step, the field that changes before it, and its value from then on."""


def read_changes(
    parameter: Text, given: str, spec: type[Spec], live: Collection[str]
) -> tuple[Change, ...]:
    """The changes in a text such as ``120:learning_rate=0.01``, of fields of a spec's class that
    may change on the way. Raises :class:`core.parameters.SpecError` for the parameter's field."""
    changes = []
    for one in given.split():
        step, _, rest = one.partition(":")
        name, _, value = rest.partition("=")
        try:
            changes.append((int(step), name, float(value)))
        except ValueError:
            raise parameter.error(Reason.NOT_A_LIST, one, None) from None
        if name not in live:
            raise parameter.error(Reason.NOT_A_CHOICE, name, None)
        parameter_of(spec, name).check(changes[-1][2], None)
    return tuple(changes)


def written_changes(changes: Iterable[Change]) -> str:
    """The text that :func:`read_changes` reads back, in the order of the steps."""
    return " ".join(f"{step}:{name}={value!r}" for step, name, value in sorted(changes))
