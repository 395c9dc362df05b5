"""The norms' names with the axes that share a mean, as the batch's own axes are called. No Qt."""

from __future__ import annotations

from app.labs.normalization.words import NORM_NAMES
from app.words.labels import tr
from core.data.choosing import SEQUENCES, TOKENS
from core.layers.norms import NORMS, Variant
from core.normalization.inputs import from_file, is_dense
from core.normalization.normalization import NormalizationSpec


def shared(key: str, spec: NormalizationSpec) -> str:
    """The axes that share a mean, as the batch's own axes are called, be they [N, T, D]."""
    axes = NORMS[key].shared(dense=is_dense(spec), variant=Variant(spec.variant))
    if not from_file(spec):
        return axes
    if spec.axes == TOKENS:
        return axes.replace("N", "N, T")
    return axes.replace("H, W", "L") if spec.axes == SEQUENCES else axes


def norm(key: str, spec: NormalizationSpec) -> str:
    """The name of a normalization, with the axes that share a mean."""
    return f"{tr(NORM_NAMES[key])} [{shared(key, spec)}]"


def axis_names(spec: NormalizationSpec) -> tuple[str, str, str]:
    """What the axes of the batch are called: samples, channels, and pixels or what is in their
    place; a dense batch has none."""
    if is_dense(spec):
        return ("N·T" if from_file(spec) and spec.axes == TOKENS else "N", "D", "")
    return "N", "C", "L" if from_file(spec) and spec.axes == SEQUENCES else "H·W"
