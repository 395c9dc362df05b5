"""The readings of Networks: what results say, in words and tables. No Qt."""

from __future__ import annotations

from app.labs.networks.words import OPERATIONS
from app.words.labels import tr
from app.words.reading import Reading
from core.networks.architecture import ArchitectureFrame, ArchitectureSpec


def architecture(spec: ArchitectureSpec, frame: ArchitectureFrame) -> Reading:
    """What the net costs, and each of its rows."""
    sentence = tr(
        "{parameters} parameters, {macs} million MACs, {depth} weighted layers deep; the last map "
        "sees {field} x {field} pixels.",
        parameters=f"{frame.total_parameters:,}",
        macs=f"{frame.total_macs / 1e6:,.0f}",
        depth=frame.weighted_depth,
        field=frame.receptive_field,
    )
    headers = (
        tr("Row"),
        tr("Operation"),
        tr("Shape"),
        tr("Parameters"),
        tr("MACs"),
        tr("Sees"),
    )
    rows = tuple(
        (
            name,
            tr(OPERATIONS[operation]),
            " x ".join(map(str, shape)),
            f"{parameters:,}",
            f"{macs:,}",
            str(seen),
        )
        for name, operation, shape, parameters, macs, seen in zip(
            frame.names,
            frame.operations,
            frame.shapes.tolist(),
            frame.parameters.tolist(),
            frame.macs.tolist(),
            frame.receptive_fields.tolist(),
            strict=True,
        )
    )
    return Reading((sentence,), headers, rows)
