"""The words of Landscape. No Qt."""

from __future__ import annotations

from collections.abc import Mapping

from app.words.labels import _
from app.words.vocabulary import Vocabulary

_EXPERIMENTS: Mapping[str, str] = {
    "plane": _("The loss over a plane through trained weights, and paths beside it"),
    "edge": _("A net learns while its sharpest curvature comes to the edge of stability"),
    "flatness": _("How flat the minima are that batches, rates and SAM find"),
    "connection": _("Two trained nets, the line between them, and a bend around it"),
}

WORDS = Vocabulary(
    experiments=_EXPERIMENTS,
    choices={},
    of_field={
        ("edge", "loss"): {
            "squared": _("half the squared error"),
            "cross_entropy": _("cross-entropy"),
        },
        ("plane", "net"): {
            "dense": _("two hidden layers of 50"),
            "conv": _("two convolutions, batch norm"),
        },
        ("plane", "runs"): {
            "optimizers": _("three optimizers"),
            "seeds": _("three starts"),
        },
        ("plane", "kind"): {
            "pca": _("of the path (PCA)"),
            "random": _("of two random directions"),
            "through": _("through the three ends"),
            "sharpest": _("of the two sharpest"),
        },
        ("plane", "lengths"): {
            "filter": _("each unit's weights"),
            "tensor": _("each layer's weights"),
            "whole": _("all weights together"),
        },
        ("plane", "about"): {"mean": _("the path's mean"), "end": _("its end")},
        ("flatness", "compared"): {
            "batch": _("batch sizes"),
            "learning_rate": _("learning rates"),
            "rho": _("SAM's ρ"),
        },
        ("connection", "net"): {
            "dense": _("two hidden layers of 64"),
            "cnn": _("three convolutions, batch norm"),
        },
    },
)
