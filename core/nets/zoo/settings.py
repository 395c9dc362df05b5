"""What a family is told to build one of its nets."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Settings:
    """A net of a family. Each family takes some of these, and leaves the others alone."""

    family: str
    side: int = 224
    """Height and width of the input."""
    channels: int = 3
    classes: int = 1000
    blocks: tuple[int, ...] = ()
    """The number of blocks in each stage."""
    width: int = 0
    """Channels at the first stage; of one path, where a block has several."""
    growth: int = 0
    """The channels that each dense block's layer adds."""
    cardinality: int = 1
    """The number of paths of a block: the groups of its 3 x 3 convolution."""
    version: str = "v1"
    """Of a residual block: "v1", "v2" (norm and activation first), or "plain" (no skip)."""
    bottleneck: bool = False
    batch_norm: bool = True
    head: str = "global"
    """What comes after the last map: "global" pooling, or "dense" layers."""
    auxiliary: bool = False
    """Whether the heads in the middle, which only training needs, are counted."""
    biased: bool = False
    """Whether convolutions before a norm have biases, which the norm takes out again."""
