"""Objects from a registry's own line of torch: what is shown is what is used."""

from __future__ import annotations

from typing import Any


def build(line: str, **names: Any) -> Any:
    """What a line like ``torch.nn.LeakyReLU(0.01)`` makes. Imports torch.

    ``line`` is a record's own text with numbers filled in, never what a person typed.
    """
    import torch

    return eval(line, {"torch": torch, "__builtins__": {}, **names})
