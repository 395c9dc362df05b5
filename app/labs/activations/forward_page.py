"""The page for the signal on its way forward."""

from __future__ import annotations

from app.labs.activations.signal_page import SignalPage
from app.labs.activations.signal_pictures import Curve, Quantity, SignalPictures
from app.words.labels import _ as mark
from app.words.labels import tr


class ForwardPage(SignalPage):
    """Draws what each layer passes on, before its activation and after it."""

    key = "forward"
    name = mark("Forward")

    def build_pictures(self) -> SignalPictures:
        return SignalPictures(_quantities(), _curves(), forward=True)


def _quantities() -> list[Quantity]:
    return [
        Quantity("h", tr("after the activation, h"), "h"),
        Quantity("z", tr("before it, z"), "z"),
    ]


def _curves() -> list[list[Curve]]:
    return [
        [
            Curve(tr("std of h"), "std", "std", "std"),
            Curve(tr("RMS of h"), "rms", "rms", "rms"),
            Curve(tr("mean of h"), "mean", "mean", log=False),
            Curve(tr("share saturated"), "saturated", seeds="saturated", log=False),
            Curve(tr("share of units dead"), "dead", seeds="dead", log=False),
            Curve(tr("factor a layer, RMS"), "rms", "rms", "rms", log=False, factor=True),
        ],
        [
            Curve(tr("std of z"), "std", "z_std"),
            Curve(tr("RMS of z"), "rms"),
            Curve(tr("mean of z"), "mean", log=False),
            Curve(tr("share saturated"), "saturated", seeds="saturated", log=False),
        ],
    ]
