"""Words that every part of the window needs, numbers as text, and :func:`tr`, which translates.

The words are English literals, marked for translation. This module needs no Qt, so the command line
uses it too (in English). The window sets a translator with :func:`use`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from core.parameters import Parameter, Spec, parameters


def _(text: str) -> str:
    """Mark a literal for translation; it is translated where it is shown."""
    return text


_translate: Callable[[str], str] = _


def use(translate: Callable[[str], str]) -> None:
    """Translate by this function from now on."""
    global _translate
    _translate = translate


def tr(text: str, **parts: object) -> str:
    """The text in the language of the window, with its ``{parts}`` filled in."""
    translated = _translate(text)
    return translated.format(**parts) if parts else translated


PANELS: Mapping[str, str] = {
    "descent": _("Descent"),
    "activations": _("Activations"),
    "normalization": _("Normalization"),
    "networks": _("Networks"),
    "training": _("Training"),
    "landscape": _("Landscape"),
}

GROUPS: Mapping[str, str] = {
    "optimization": _("Optimization"),
    "signals": _("Signals"),
    "nets": _("Real nets"),
}

QUESTIONS: Mapping[str, str] = {
    "descent": _("Which optimizer gets down, and why?"),
    "activations": _("Does the signal survive the depth?"),
    "normalization": _("Which numbers share a mean?"),
    "networks": _("What does the architecture buy?"),
    "training": _("Is this run healthy, and what would make it better?"),
    "landscape": _("What does the loss of a real network look like?"),
}

DEVICE = _("Device")
DEVICES: Mapping[str, str] = {"cpu": "CPU", "cuda": "CUDA", "mps": "MPS"}


def field(parameter: Parameter) -> str:
    """The label of a spec's field, or of a hyper-parameter."""
    return tr(parameter.label)


def field_of(spec: type[Spec], name: str) -> str | None:
    """The label of the field with that name, or of the device; None if there is no such field."""
    for parameter in parameters(spec):
        if parameter.name == name:
            return field(parameter)
    return tr(DEVICE) if name == "device" else None


def number(value: float, digits: int = 3) -> str:
    """A number with as many digits as mean something; NaN and infinities as signs."""
    if value != value:
        return "–"
    if value in (float("inf"), float("-inf")):
        return "∞" if value > 0 else "-∞"
    text = f"{value + 0.0:.{digits}g}"  # a zero loses its sign
    if "e" in text and 1 <= abs(value) < 1e4:
        return str(int(float(text)))  # 100, not 1e+02
    return text


def duration(seconds: float) -> str:
    """A time in a suitable unit."""
    return f"{number(seconds)} s" if seconds >= 1 else f"{number(1000 * seconds)} ms"


def percent(share: float) -> str:
    """A share of one, as a percentage."""
    return f"{number(100 * share)} %"


def fallback(reason: str) -> str:
    """A sentence that says that the GPU failed and the CPU did the work."""
    return tr("The GPU failed, so the CPU did the work: {reason}", reason=reason)
