"""A dense net as text: its initializations from common draws, its activation, its norm."""

from __future__ import annotations

from typing import Any

from core.layers.activations import activation_of
from core.layers.initializers import CONNECTIONS
from core.scripts.writing import block, lines


def activation(spec: Any) -> str:
    """The module, as torch writes it."""
    return activation_of(spec.activation, spec.slope).torch


def initialize(key: str) -> str:
    """``def KEY(w, ...)``: fills ``w`` [fan_out, fan_in] from a generator's normal draws."""
    return block(_INITIALIZERS[key], kept=CONNECTIONS, name=key)


def settings(key: str, std: float, leak: float) -> dict[str, float]:
    """What the initialization is told besides its weight and draws."""
    if key in _SCALED:
        return {"std": std}
    return {"slope": leak} if key in _LEAKING and leak else {}


def call_of(key: str, weight: str, std: float, leak: float) -> str:
    """The call that fills a weight of that layer from the draws of its stream."""
    told = [f"{name}={value!r}" for name, value in settings(key, std, leak).items()]
    return f"{key}({', '.join([weight, 'generator(2 + layer)', *told])})"


_SCALED = ("constant", "normal", "uniform", "sparse")
_LEAKING = ("kaiming_normal", "kaiming_uniform", "kaiming_normal_out", "kaiming_uniform_out")

_UNIFORM = """
    def $name(w, generator{arguments}):
        \"\"\"{says}, from normal draws: only the shape differs.\"\"\"
        fan_out, fan_in = w.shape
        torch.nn.init.normal_(w, generator=generator)
        return (w / 2**0.5).erf() * {bound}
"""

_INITIALIZERS = {
    "zeros": '''
        def $name(w, generator):
            """The mistake: every unit is every other."""
            return torch.nn.init.zeros_(w)
    ''',
    "constant": '''
        def $name(w, generator, std):
            """The same mistake: symmetry is never broken."""
            return torch.nn.init.constant_(w, std)
    ''',
    "normal": '''
        def $name(w, generator, std):
            """N(0, std**2)."""
            return torch.nn.init.normal_(w, std=std, generator=generator)
    ''',
    "uniform": _UNIFORM.format(arguments=", std", says="U(+-sqrt(3) std)", bound="3**0.5 * std"),
    "lecun_normal": '''
        def $name(w, generator):
            """N(0, 1 / fan_in)."""
            std = w.shape[1] ** -0.5
            return torch.nn.init.normal_(w, std=std, generator=generator)
    ''',
    "lecun_uniform": _UNIFORM.format(
        arguments="", says="U(+-sqrt(3 / fan_in))", bound="(3 / fan_in) ** 0.5"
    ),
    "fan_in_normal": '''
        def $name(w, generator):
            """N(0, 1) / sqrt(fan_in)."""
            return torch.nn.init.normal_(w, generator=generator) / w.shape[1] ** 0.5
    ''',
    "xavier_normal": '''
        def $name(w, generator):
            """N(0, 2 / (fan_in + fan_out))."""
            return torch.nn.init.xavier_normal_(w, generator=generator)
    ''',
    "xavier_uniform": _UNIFORM.format(
        arguments="",
        says="U(+-sqrt(6 / (fan_in + fan_out)))",
        bound="(6 / (fan_in + fan_out)) ** 0.5",
    ),
    "kaiming_normal": '''
        def $name(w, generator, slope=0.0):
            """N(0, 2 / ((1 + slope**2) fan_in))."""
            return torch.nn.init.kaiming_normal_(w, a=slope, generator=generator)
    ''',
    "kaiming_uniform": _UNIFORM.format(
        arguments=", slope=0.0",
        says="U(+-sqrt(6 / fan_in))",
        bound="(6 / ((1 + slope**2) * fan_in)) ** 0.5",
    ),
    "kaiming_normal_out": '''
        def $name(w, generator, slope=0.0):
            """N(0, 2 / ((1 + slope**2) fan_out))."""
            return torch.nn.init.kaiming_normal_(
                w, a=slope, mode="fan_out", generator=generator
            )
    ''',
    "kaiming_uniform_out": _UNIFORM.format(
        arguments=", slope=0.0",
        says="U(+-sqrt(6 / fan_out))",
        bound="(6 / ((1 + slope**2) * fan_out)) ** 0.5",
    ),
    "orthogonal": '''
        def $name(w, generator):
            """Rows or columns orthonormal, whichever are fewer."""
            return torch.nn.init.orthogonal_(w, generator=generator)
    ''',
    "sparse": '''
        def $name(w, generator, std):
            """N(0, std**2) for $kept incoming weights of a unit, the rest 0."""
            torch.nn.init.normal_(w, generator=generator)
            kept = min($kept, w.shape[1])
            # Which are kept, the neighbors' draws decide: that says nothing of their own.
            places = w.roll((1, 1), (0, 1)).topk(kept, dim=1).indices
            return w * torch.zeros_like(w).scatter_(1, places, 1.0) * std
    ''',
    "torch_default": _UNIFORM.format(
        arguments="", says="U(+-1 / sqrt(fan_in))", bound="fan_in**-0.5"
    ),
}


def layer_lines(spec: Any, *, norm: str) -> str:
    """From a layer's ``z`` to its output, again called ``signal``.

    ``norm`` is the call that normalizes, with ``{}`` for what.
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
