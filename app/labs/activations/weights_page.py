"""The page for the gradients that move the weights."""

from __future__ import annotations

from app.labs.activations.signal_page import UNBINNED, SignalPage
from app.labs.activations.signal_pictures import Curve, Quantity, SignalPictures
from app.words.labels import _ as mark
from app.words.labels import tr


class WeightsPage(SignalPage):
    """Draws the gradient that reaches each layer's weights."""

    key = "weights"
    name = mark("Weights")

    fields = UNBINNED

    def build_pictures(self) -> SignalPictures:
        return SignalPictures(_quantities(), _curves(), forward=False)


def _quantities() -> list[Quantity]:
    return [Quantity("weight_gradient", tr("weights' gradients, dL/dW"), "dL/dW")]


def _curves() -> list[list[Curve]]:
    return [
        [
            Curve(tr("RMS of dL/dW"), "rms", "weight_gradient_rms", "weight_gradient_rms"),
            Curve(tr("median of |dL/dW|"), "median"),
            Curve(tr("factor a layer, RMS"), "rms", "weight_gradient_rms", log=False, factor=True),
        ]
    ]
