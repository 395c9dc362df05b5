"""The competitors of a race as a field of a spec."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from core.optimizers.optimizers import Competitor
from core.parameters import Item, Several, field

_NUMBER = re.compile(r"\s*[-+]?\.?\d")


@dataclass(frozen=True, kw_only=True)
class Competitors(Several):
    """Optimizers, each with its own hyper-parameters: ``adam,adam:beta1=0.5``."""

    item: type[Item] = Competitor

    def parse(self, text: str) -> tuple[Any, ...]:
        parts: list[str] = []
        for part in text.split(","):
            if parts and _NUMBER.match(part):  # the second of a pair: betas=0.9,0.99
                parts[-1] += f",{part}"
            else:
                parts.append(part)
        return tuple(self.item.parse(self.name, part) for part in parts if part.strip())


def competitors(default: tuple[str, ...], most: int, label: str, help: str) -> Any:
    """The field of one to ``most`` optimizers; by default those with the given keys, in
    that order."""
    values = tuple(Competitor(key) for key in default)
    return field(Competitors(default=values, least=1, most=most, label=label, help=help))
