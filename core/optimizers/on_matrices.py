"""Optimizers that need the matrices of a net, and have no meaning for single coordinates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from core.optimizers import sources


@dataclass(frozen=True, kw_only=True)
class MatrixOptimizer:
    """A record of an optimizer of whole matrices, all of whose hyper-parameters but the rate are
    torch's defaults."""

    key: str
    torch: str
    """The name of the class in :mod:`core.optimizers.own_torch`."""
    torch_source: str
    """The source of that class, for scripts."""
    products: int
    """How many products of a matrix with a matrix of its size each step takes."""
    source: str


MUON = MatrixOptimizer(
    key="muon", torch="Muon", torch_source=sources.MUON, products=15, source="Jordan 2024"
)

ON_MATRICES: Mapping[str, MatrixOptimizer] = MappingProxyType({MUON.key: MUON})
