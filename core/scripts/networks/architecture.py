"""The script of an architecture: its modules as a person would write them, and their counts."""

from __future__ import annotations

from core.nets.zoo.known import build
from core.networks.architecture import ArchitectureSpec, settings_of
from core.scripts.writing import block, lines, script


def architecture(spec: ArchitectureSpec) -> str:
    """Write the script that counts what each row of a net costs."""
    rows = build(settings_of(spec)).rows
    listed = [f"    ({list(row.shape)}, {row.parameters}, {row.macs})," for row in rows]
    return script(
        "What each layer of an architecture makes and costs.",
        "shapes are [row, 3], parameters and macs [row].",
        lines("ROWS = [  # shape, parameters, MACs", *listed, "]"),
        block(_COUNT),
    )


_COUNT = """
    shapes = torch.tensor([shape for shape, _, _ in ROWS])
    parameters = torch.tensor([count for _, count, _ in ROWS])
    macs = torch.tensor([count for _, _, count in ROWS])
    total_parameters, total_macs = parameters.sum(), macs.sum()
    print(f"{total_parameters:,} parameters, {total_macs:,} MACs")
"""
