"""Names that labs share: optimizers, schedules, activations, initializers, norms, data."""

from __future__ import annotations

from collections.abc import Mapping

from app.words.labels import _

OPTIMIZERS: Mapping[str, str] = {
    "gd": _("GD"),
    "momentum": _("Momentum"),
    "nesterov": _("Nesterov"),
    "adagrad": _("Adagrad"),
    "adadelta": _("Adadelta"),
    "rmsprop": _("RMSprop"),
    "adam": _("Adam"),
    "nadam": _("NAdam"),
    "adamw": _("AdamW"),
    "radam": _("RAdam"),
    "adamax": _("Adamax"),
    "rprop": _("Rprop"),
    "lion": _("Lion"),
    "muon": _("Muon"),
    "sgd": _("SGD"),
    "newton": _("Newton"),
    "damped_newton": _("Damped Newton"),
    "saddle_free_newton": _("Saddle-free Newton"),
    "conjugate_gradient": _("Conjugate gradient"),
    "bfgs": _("BFGS"),
    "lbfgs": _("L-BFGS"),
}

SCHEDULES: Mapping[str, str] = {
    "constant": _("constant"),
    "step": _("step decay"),
    "inverse": _("1/t"),
    "cosine": _("cosine"),
    "warmup": _("warm-up"),
    "one_cycle": _("one cycle"),
    "restarts": _("cosine, restarts"),
    "plateau": _("on plateaus"),
}

ACTIVATIONS: Mapping[str, str] = {
    "tanh": _("tanh"),
    "relu": _("ReLU"),
    "sigmoid": _("sigmoid"),
    "leaky_relu": _("Leaky ReLU"),
    "elu": _("ELU"),
    "selu": _("SELU"),
    "gelu": _("GELU"),
    "silu": _("SiLU"),
    "softplus": _("softplus"),
    "identity": _("identity"),
}

INITIALIZERS: Mapping[str, str] = {
    "zeros": _("Zeros"),
    "normal": _("Normal N(0, σ²)"),
    "uniform": _("Uniform U(±√3 σ)"),
    "lecun_normal": _("LeCun normal"),
    "lecun_uniform": _("LeCun uniform"),
    "fan_in_normal": _("1/√fan_in (“Xavier”)"),
    "xavier_normal": _("Xavier normal"),
    "xavier_uniform": _("Xavier uniform"),
    "kaiming_normal": _("He (Kaiming) normal"),
    "kaiming_uniform": _("He (Kaiming) uniform"),
    "kaiming_normal_out": _("He normal, fan-out"),
    "kaiming_uniform_out": _("He uniform, fan-out"),
    "orthogonal": _("Orthogonal"),
    "sparse": _("Sparse, 15 a unit"),
    "torch_default": _("torch's default"),
}

NORMS: Mapping[str, str] = {
    "bn": _("BN"),
    "ln": _("LN"),
    "in": _("IN"),
    "gn": _("GN"),
    "rms": _("RMS"),
}

DATA: Mapping[str, str] = {
    "digits": _("Digits"),
    "file": _("File"),
}

PICTURES: Mapping[str, str] = {
    "digits": _("Digits, 8 x 8"),
    "placed": _("Digits placed on 16 x 16"),
    "centered": _("Digits in the middle of 16 x 16"),
    "fashion": _("Clothes, 28 x 28"),
}
"""Sets of labeled pictures, by their keys in :data:`core.data.labeled.LABELED`."""

NONE: Mapping[str, str] = {"none": _("none")}

SHARED: Mapping[str, str] = {
    **OPTIMIZERS,
    **SCHEDULES,
    **ACTIVATIONS,
    **INITIALIZERS,
    **NORMS,
    **DATA,
    **NONE,
}
"""All shared names by key."""
