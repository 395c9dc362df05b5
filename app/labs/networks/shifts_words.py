"""What the page of moved digits calls its nets and shifts. No Qt."""

from __future__ import annotations

from app.words.labels import number, tr
from app.words.vocabulary import choice
from core.networks.shifts import ShiftsSpec


def name(key: str) -> str:
    """What a net is called."""
    return choice(ShiftsSpec.key, "nets", key)


def moved(down: int, right: int) -> str:
    """A shift in words."""
    parts = []
    if down:
        parts.append(tr("{n} down", n=down) if down > 0 else tr("{n} up", n=-down))
    if right:
        parts.append(tr("{n} right", n=right) if right > 0 else tr("{n} left", n=-right))
    return ", ".join(parts) or tr("not moved")


def error(value: float) -> str:
    """An error of equivariance; 0 where float32 alone keeps it from being 0."""
    return number(0.0 if abs(value) < 1e-6 else value, 2)
