"""Zooming out and moving beyond the drawn domain: what is seen becomes what is drawn."""

from __future__ import annotations

from PySide6.QtCore import QRectF

from app.panel.page import Host


def widen(host: Host, seen: QRectF) -> None:
    """Draw and map the surface over all of a rectangle, as one undo step."""
    ends = {
        "x_low": seen.left(),
        "x_high": seen.right(),
        "y_low": seen.top(),
        "y_high": seen.bottom(),
    }
    host.form.change(**{name: float(f"{value:.3g}") for name, value in ends.items()})
