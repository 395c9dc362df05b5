"""The words of Normalization. No Qt."""

from __future__ import annotations

from collections.abc import Mapping

from app.words.labels import _
from app.words.names import PICTURES
from app.words.vocabulary import Vocabulary

_EXPERIMENTS: Mapping[str, str] = {
    "normalization": _("Batch, layer, instance, group and RMS normalization of one tensor"),
    "running_statistics": _("Batch norm's moving averages over a stream of batches"),
    "bn_backward": _("Batch norm's graph: values forward, gradients backward"),
    "norm_training": _("A small convolutional net trained with each norm"),
    "weight_scale": _("A norm's output when the weights are scaled"),
}

_CHOICES: Mapping[str, str] = {
    "photos": _("Photos"),
    "noise": _("Noise"),
    "numbers": _("Numbers"),
    "images": _("Your pictures"),
    "maps": _("maps [N, C, H, W]"),
    "dense": _("dense [N, D]"),
    "no": _("no"),
    "exact": _("γ = √(σ² + ε), β = μ"),
    "notes": _("γ = σ, β = μ (the notes)"),
    "definition": _("the definition"),
    "unbiased": _("unbiased variance"),
    "std_plus_eps": _("σ + ε, not √(σ² + ε)"),
    "dense_axes": _("a dense layer's axes"),
    "nothing": _("nothing"),
    "learning_rate": _("the learning rate"),
    "batch": _("the batch"),
    "init_scale": _("the initial scale"),
    "depth": _("the depth"),
    "placement": _("the placement"),
}

WORDS = Vocabulary(
    experiments=_EXPERIMENTS,
    choices=_CHOICES,
    of_field={
        ("normalization", "axes"): {
            "nd": _("[N, D] rows"),
            "ntd": _("[N, T, D] tokens"),
            "ncl": _("[N, C, L] sequences"),
            "nchw": _("[N, C, H, W] channels first"),
            "nhwc": _("[N, H, W, C] channels last"),
        },
        ("norm_training", "data"): PICTURES,
        ("norm_training", "norms"): {"none": _("None")},
        ("norm_training", "placement"): {
            "before": _("norm, then ReLU"),
            "after": _("ReLU, then norm"),
        },
    },
)

NORM_NAMES: Mapping[str, str] = {
    "bn": _("Batch norm"),
    "ln": _("Layer norm"),
    "in": _("Instance norm"),
    "gn": _("Group norm"),
    "rms": _("RMS norm"),
}

NODES: Mapping[str, str] = {
    "x": _("input x"),
    "mean": _("mean μ"),
    "centered": _("centered c"),
    "squared": _("squared q = c²"),
    "variance": _("variance σ²"),
    "root": _("root s"),
    "inverse": _("inverse v = 1/s"),
    "normalized": _("normalized"),
    "gamma": _("scale γ"),
    "scaled": _("scaled z"),
    "beta": _("shift β"),
    "shifted": _("output y"),
}
"""Words for the nodes of a batch normalization's graph."""
