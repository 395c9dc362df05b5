"""Back through a batch norm."""

from __future__ import annotations

from core.normalization.bn_backward import BnBackwardSpec
from tests.cases.case import Case

CASE = Case(
    arrays={"nodes", "forward", "gradient", "closed_form", "autograd", "difference"},
    small=[BnBackwardSpec()],
    scripts={
        "default": {},
        "numbers": {"values": "2, 2.5, -3", "gamma": "2", "beta": "1", "eps": "0.1"},
    },
)
