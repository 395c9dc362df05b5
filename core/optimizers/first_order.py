"""The records of the first-order optimizers, whose rules are in :mod:`core.optimizers.rules`."""

from __future__ import annotations

from core.optimizers import adam, adaptive, momentum

RECORDS = (*momentum.RECORDS, *adaptive.RECORDS, *adam.RECORDS, adaptive.RPROP, adam.LION)
"""The first-order optimizers in the order in which they are listed."""
