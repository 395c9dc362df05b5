"""A dense net in a script: its initializations from common draws, its activation, its norm."""

from __future__ import annotations

from typing import Any

from core.layers.activations import activation_of
from core.layers.initializers import INITIALIZERS
from core.scripts.writing import block, lines


def activation(spec: Any) -> str:
    """The activation module, as torch code."""
    return activation_of(spec.activation, spec.slope).torch


def initialize(key: str) -> str:
    """A function ``def KEY(w, ...)`` that fills ``w`` [fan_out, fan_in] from a generator's normal
    draws."""
    record = INITIALIZERS[key]
    told = ", std" if record.has_scale else ", slope=0.0" if record.takes_slope else ""
    return block(_INITIALIZER, name=key, told=told, says=record.says, code=record.code)


_INITIALIZER = '''
    def $name(w, generator$told):
        """$says"""
        $code
'''


def draw_biases(key: str) -> str:
    """A function ``def KEY_bias(b, fan_in, generator)`` that fills ``b`` [fan_out] from a
    generator's normal draws; empty if the initialization leaves biases at 0."""
    record = INITIALIZERS[key]
    return block(_BIASES, name=key, code=record.bias_code) if record.bias_code else ""


_BIASES = '''
    def ${name}_bias(b, fan_in, generator):
        """U(+-1 / sqrt(fan_in)), as the weights."""
        $code
'''


def settings(key: str, std: float, leak: float) -> dict[str, float]:
    """The arguments of an initialization besides its weight and draws."""
    if INITIALIZERS[key].has_scale:
        return {"std": std}
    return {"slope": leak} if INITIALIZERS[key].takes_slope and leak else {}


def call_of(key: str, weight: str, std: float, leak: float) -> str:
    """The call that fills the weight of a layer from the draws of that layer's stream."""
    told = [f"{name}={value!r}" for name, value in settings(key, std, leak).items()]
    return f"{key}({', '.join([weight, 'generator(2 + layer)', *told])})"


def layer_lines(spec: Any, *, norm: str) -> str:
    """Lines from a layer's ``z`` to its output, which is again called ``signal``.

    ``norm`` is the call that normalizes, with ``{}`` in place of its argument.
    """
    before = spec.norm != "none" and spec.norm_place == "before"
    after = spec.norm != "none" and not before
    out = "h" if spec.residual else "signal"
    return lines(
        f"z = {norm.format('z')}" if before else "",
        f"{out} = activation(z)",
        f"{out} = {norm.format(out)}" if after else "",
        "signal = h + signal if h.shape == signal.shape else h" if spec.residual else "",
    )
