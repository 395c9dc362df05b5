"""The first-order optimizers: a record each for the rules of :mod:`core.optimizers.rules`."""

from __future__ import annotations

from core.optimizers import adam, adaptive, momentum

RECORDS = (*momentum.RECORDS, *adaptive.RECORDS, *adam.RECORDS, adaptive.RPROP)
"""In the order in which they are listed."""
