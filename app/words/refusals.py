"""Sentences that explain why a value was refused. No Qt."""

from __future__ import annotations

from collections.abc import Mapping

from app.words.labels import _, tr
from app.words.one_line import one_line
from core.parameters import Reason, SpecError, plain

QUOTED = 120
"""The number of characters that are quoted of what was typed."""

REASONS: Mapping[Reason, str] = {
    Reason.UNKNOWN: _("there is no such parameter; there are {accepted}"),
    Reason.NOT_A_NUMBER: _("“{given}” is not a number; accepted: {accepted}"),
    Reason.AMBIGUOUS_NUMBER: _("“{given}” may be {accepted}; write it without a separator"),
    Reason.NOT_AN_INTEGER: _("{given} is not a whole number; accepted: {accepted}"),
    Reason.NOT_A_SWITCH: _("“{given}” is neither on nor off; accepted: {accepted}"),
    Reason.OUT_OF_RANGE: _("{given} is out of range; accepted: {accepted}"),
    Reason.EMPTY_RANGE: _("{given} is no range: the first end has to be below the second"),
    Reason.NOT_A_CHOICE: _("“{given}” is not one of the choices; accepted: {accepted}"),
    Reason.NOT_A_LIST: _("{given} is not a list; accepted: {accepted} entries"),
    Reason.NOT_A_FORMULA: _("“{given}”: {detail}"),
    Reason.NOT_NUMBERS: _("“{given}” is not a row of numbers; accepted: {accepted}"),
    Reason.CONSTANT: _("“{given}” is the same everywhere; accepted: a formula with {accepted}"),
    Reason.NOWHERE_FINITE: _("“{given}” is finite nowhere in {accepted}"),
    Reason.NOT_FINITE_AT_START: _("the surface is not finite at the start {given}"),
    Reason.TOO_FEW: _("{given} chosen are too few; accepted: {accepted}"),
    Reason.TOO_MANY: _("{given} chosen are too many; accepted: {accepted}"),
    Reason.ONE_CLASS: _(
        "{given} points of a single class are nothing to tell apart; accepted: {accepted} classes"
    ),
    Reason.NO_WHOLE_BLOCKS: _(
        "{given} weighted layers are no whole number of blocks of two; the nearest: {accepted}"
    ),
    Reason.NO_FILE: _("no file is chosen; accepted: {accepted}"),
    Reason.MISSING_FILE: _("“{given}” does not exist; accepted: a path that does"),
    Reason.NOT_A_FILE: _("“{given}” is not a file that can be opened; accepted: {accepted}"),
    Reason.BROKEN_FILE: _("“{given}” is broken or of another format; accepted: {accepted}"),
    Reason.OBJECTS: _("“{given}” holds Python objects, which are not opened; accepted: {accepted}"),
    Reason.NOT_NUMERIC: _("values of type {given} are not real numbers; accepted: {accepted}"),
    Reason.WRONG_SHAPE: _("an array of shape {given} does not fit; accepted: {accepted}"),
    Reason.TOO_LARGE: _("{given} is more than memory is given for; accepted: {accepted}"),
    Reason.TOO_SLOW: _("with {given} each step would take too long; accepted: {accepted}"),
    Reason.NO_PICTURE: _("“{given}” holds no picture; accepted: {accepted}"),
    Reason.PICTURE_TOO_LARGE: _("the picture {given} is too large; accepted: {accepted} a side"),
    Reason.UNEVEN_ROW: _("line {given} cells where the first line has {accepted}"),
    Reason.NO_NUMBER_IN_CELL: _("no number in a cell (line): {given}; accepted: {accepted}"),
    Reason.INDISTINCT: _(
        "{given} of the whole numbers are so large that float64 cannot tell them apart; "
        "subtract a constant first; accepted: {accepted}"
    ),
    Reason.LOST_IN_FLOAT32: _(
        "a net computes in float32, which rounds {given} by more than their spread; "
        "accepted: {accepted}"
    ),
    Reason.BEYOND_FLOAT32: _(
        "{given} values are too large for float32, in which a net computes; accepted: {accepted}"
    ),
    Reason.NOT_FINITE: _("{given} values are NaN, infinite or too large; accepted: {accepted}"),
    Reason.NEEDS_MATRICES: _(
        "{given} steps by whole matrices of weights, and two coordinates are none: choose it for a "
        "net, in Activations, Training; accepted here: {accepted}"
    ),
    Reason.INPUT_TOO_SMALL: _(
        "the net's strides leave nothing of an input of {given} pixels a side; accepted: {accepted}"
    ),
    Reason.NO_DIVISOR: _("{given} does not divide the width; the nearest that does: {accepted}"),
    Reason.STAGES: _("a net of this family has no {given} stages; accepted: {accepted}"),
    Reason.NOT_AVAILABLE: _("{given} is not on this machine; accepted: {accepted}"),
}

BARE: Mapping[Reason, str] = {Reason.NOT_A_NUMBER: _("“{given}” is not a number")}
"""The same where what is accepted hangs on other fields, and is not known yet."""

FAULTS: Mapping[str, str] = {
    "empty": _("the formula is empty"),
    "too_long": _("the formula is too long"),
    "not_allowed": _("“{part}” has no meaning here"),
    "unknown_name": _("“{part}” is neither x, y nor a known function"),
    "not_closed": _("a closing parenthesis is missing after “{part}”"),
    "bar_not_closed": _("a closing bar is missing after “{part}”; abs(…) does the same"),
    "not_opened": _("“{part}” closes a parenthesis that was never opened"),
    "ends_early": _("something is missing after “{part}”"),
    "nothing_before": _("something is missing before “{part}”"),
    "no_argument": _("“{part}” needs an argument, as in {part}(x)"),
    "arguments": _("“{part}” needs two arguments, as in {part}(x, y)"),
    "number_behind": _("“{part}”: write the number first, or a sign between: 2x, x*2, x^2"),
    "no_inverse": _("“{part}” may be the inverse or 1 over it; write 1/ln(x), or exp(x)"),
    "equation": _("leave out “=” and write the formula alone"),
    "ambiguous": _("“{part}” may mean a thousand or a decimal; write it without the comma"),
    "too_large": _("a number is too large"),
    "undefined": _("a part of the formula is no real number, like 1/0 or sqrt(-1)"),
    "too_complex": _("the formula is too long or too deeply nested, from position {position} on"),
    "exponent": _("the exponent {part} is too large"),
}
"""Words for the faults of a formula."""


def refusal(error: SpecError, name: str | None = None) -> str:
    """A sentence that says what is wrong and what would be right."""
    given = plain(error.given) if isinstance(error.given, float) else str(error.given)
    given = one_line(given, QUOTED)
    detail = ""
    if error.detail is not None:
        fault, position, part = error.detail.fault, error.detail.position, error.detail.part
        detail = tr(FAULTS[fault], position=position + 1, part=one_line(part, QUOTED))
    parts = {"given": given, "accepted": error.accepted, "detail": detail}
    words = REASONS[error.reason]
    if not error.accepted:
        words = BARE.get(error.reason, words)
    sentence = tr(words, **parts)
    return tr("{name}: {sentence}", name=name or one_line(error.field, QUOTED), sentence=sentence)
