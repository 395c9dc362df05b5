"""The page that compares N(aWx) with N(Wx)."""

from __future__ import annotations

from typing import Any

from app.labs.normalization.scale_pictures import WeightScalePictures
from app.panel.page import Page
from app.widgets.jump import let_jump
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
        pictures = WeightScalePictures()
        let_jump(
            [pictures.apart],
            lambda: self._form.spec.factor,
            lambda factor: self._form.change(factor=factor),
            _factor,
        )
        return pictures

    @property
    def _form(self) -> Any:
        return self.host.form_of(self.experiment)

    def show(self, spec: Spec, frame: Frame) -> None:
        assert isinstance(spec, WeightScaleSpec)
        assert isinstance(frame, WeightScaleFrame)
        self.widget.show_frame(spec, frame)


def _factor(exponent: float) -> float:
    """The factor at a place of the logarithmic axis, in three digits."""
    return float(f"{10 ** max(-6.0, min(3.0, exponent)):.3g}")
