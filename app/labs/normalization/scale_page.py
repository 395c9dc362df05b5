"""The page that compares N(aWx) with N(Wx)."""

from __future__ import annotations

from app.labs.normalization.scale_pictures import WeightScalePictures
from app.panel.page import Page
from app.words.labels import _ as mark
from core.experiment import Frame
from core.normalization.weight_scale import WeightScaleFrame, WeightScaleSpec
from core.parameters import Spec


class WeightScalePage(Page[WeightScalePictures]):
    """Draws what scaling the weights changes after a norm."""

    key = experiment = "weight_scale"
    name = mark("Scaled weights")
    alone = True

    def build(self) -> WeightScalePictures:
        return WeightScalePictures()

    def show(self, spec: Spec, frame: Frame) -> None:
        assert isinstance(spec, WeightScaleSpec)
        assert isinstance(frame, WeightScaleFrame)
        self.widget.show_frame(spec, frame)
