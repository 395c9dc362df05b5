"""The view of the norms: what is shown but not computed. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.words.labels import _ as mark

SCALINGS: Mapping[str, str] = {
    "common": mark("One color scale for all outputs"),
    "own": mark("Each picture its own color scale"),
}


@dataclass(frozen=True)
class NormalizationView:
    """The element that is pointed at, and the color scale."""

    sample: int = 0
    channel: int = 0
    pixel: int = 0
    scaling: str = "common"

    def __post_init__(self) -> None:
        if self.scaling not in SCALINGS or min(self.sample, self.channel, self.pixel) < 0:
            raise ValueError(str(self))
