"""The page for the signal on its way back."""

from __future__ import annotations

from app.labs.activations.signal_page import UNBINNED, SignalPage
from app.labs.activations.signal_pictures import Curve, Quantity, SignalPictures
from app.words.labels import _ as mark
from app.words.labels import tr


class BackwardPage(SignalPage):
    """Draws the gradient that reaches each layer, before its activation and after it."""

    key = "backward"
    name = mark("Backward")

    fields = UNBINNED

    def build_pictures(self) -> SignalPictures:
        return SignalPictures(_quantities(), _curves(), forward=False)


def _quantities() -> list[Quantity]:
    return [
        Quantity("z_gradient", tr("before the activation, dL/dz"), "dL/dz"),
        Quantity("gradient", tr("after it, dL/dh"), "dL/dh"),
    ]


def _curves() -> list[list[Curve]]:
    return [
        [
            Curve(tr("RMS of dL/dz"), "rms", "z_gradient_rms", "z_gradient_rms"),
            Curve(tr("median of |dL/dz|"), "median", seeds="z_gradient_median"),
            Curve(tr("factor a layer, RMS"), "rms", "z_gradient_rms", log=False, factor=True),
        ],
        [
            Curve(tr("RMS of dL/dh"), "rms", "gradient_rms", "gradient_std"),
            Curve(tr("median of |dL/dh|"), "median"),
            Curve(tr("factor a layer, RMS"), "rms", "gradient_rms", log=False, factor=True),
        ],
    ]
