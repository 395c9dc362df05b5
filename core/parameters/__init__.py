"""How a spec's field declares itself, and how a person's input is checked against that.

A spec is a frozen, keyword-only dataclass. Each of its fields is made by one of :func:`number`,
:func:`integer`, :func:`choice`, :func:`subset`, :func:`switch`, :func:`file`, :func:`text`,
:func:`row` or :func:`seed`, or by :func:`field` of another kind. Each declares once: default,
range, scale, choices, unit, label, one line of help, and when it applies. The form, the command
line, the session file and the validation read it from there.
"""

from core.parameters.fields import (
    choice,
    field,
    file,
    integer,
    number,
    row,
    seed,
    subset,
    switch,
    text,
)
from core.parameters.kinds import (
    SWITCH_WORDS,
    Bound,
    Choice,
    Choices,
    End,
    File,
    Integer,
    Item,
    Number,
    Numeric,
    Parameter,
    Row,
    Seed,
    Several,
    Subset,
    Switch,
    Text,
)
from core.parameters.refusal import Reason, SpecError, exact, plain
from core.parameters.scales import Scale
from core.parameters.spec import Spec, common, parameter_of, parameters
from core.parameters.typed_numbers import AmbiguousNumberError, plain_signs, read_number

__all__ = [
    "SWITCH_WORDS",
    "AmbiguousNumberError",
    "Bound",
    "Choice",
    "Choices",
    "End",
    "File",
    "Integer",
    "Item",
    "Number",
    "Numeric",
    "Parameter",
    "Reason",
    "Row",
    "Scale",
    "Seed",
    "Several",
    "Spec",
    "SpecError",
    "Subset",
    "Switch",
    "Text",
    "choice",
    "common",
    "exact",
    "field",
    "file",
    "integer",
    "number",
    "parameter_of",
    "parameters",
    "plain",
    "plain_signs",
    "read_number",
    "row",
    "seed",
    "subset",
    "switch",
    "text",
]
