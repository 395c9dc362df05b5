"""Architectures as lists of rows: what each layer makes, costs and sees, without a single tensor.

Counted are

- parameters: weights and biases, and γ and β of a norm (its running averages are none);
- MACs: multiply-accumulates of convolutions and linear layers alone, for one input. A
  convolution has H'W' K_h K_w C C'/groups of them, a linear layer D D'. Some tables call these
  FLOPs, others call twice as many so;
- the receptive field, in pixels of the input, along the path that sees farthest:
  r' = r + (K - 1) j with the jump j (the distance in the input between two neighbors of a map) and
  j' = s j, from r = j = 1 on (Araujo, Norris and Sim 2019, eq. 2). Sums and concatenations take
  the largest of what they join. It may be larger than the input: then padding is seen;
- the weighted depth: convolutions and linear layers along the longest path, as the field counts.

Global pooling and a linear layer see the whole input: their field is its side, their jump 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

OPERATIONS = (
    *("input", "conv", "linear", "norm", "activation", "max_pool", "avg_pool", "adaptive_pool"),
    *("global_pool", "add", "concat", "scale", "flatten", "dropout"),
)
"""The keys of all that a row may do."""

Pair = tuple[int, int]
"""Height and width."""


class Detail(NamedTuple):
    """What else is to be known of a row to build it, where it applies."""

    kernel: Pair = (1, 1)
    stride: int = 1
    padding: Pair = (0, 0)
    groups: int = 1
    bias: bool = False
    ceil: bool = False
    """Whether a pooling makes a last window that reaches beyond the map."""
    counts_padding: bool = True
    """Whether an average takes the zeros of the padding for values."""
    function: str = ""
    """The key of an activation."""
    factor: float = 1.0
    """What a scale multiplies by, or the part that dropout drops."""


class Row(NamedTuple):
    """One layer of a net."""

    name: str
    """Unique, with dots: ``stage2.block1.conv1``."""
    operation: str
    """One of :data:`OPERATIONS`."""
    inputs: tuple[int, ...]
    """Places of the earlier rows that it takes."""
    shape: tuple[int, int, int]
    """(C, H, W) of what it makes; a vector has H = W = 1."""
    parameters: int
    macs: int
    receptive_field: int
    """In pixels of the input, of the longer side."""
    jump: int
    """Pixels of the input between two neighbors; 0 where each value sees the whole input."""
    depth: int
    """Convolutions and linear layers on the longest path up to this row, itself included."""
    part: str
    """The block that it belongs to: ``stage2.block1``."""
    detail: Detail


class TooSmallError(ValueError):
    """The input is too small: a row would make a map without a pixel."""


@dataclass(frozen=True)
class Net:
    """A whole net; its last row is what it answers."""

    rows: tuple[Row, ...]

    @property
    def parameters(self) -> int:
        """All parameters."""
        return sum(row.parameters for row in self.rows)

    @property
    def macs(self) -> int:
        """Multiply-accumulates for one input."""
        return sum(row.macs for row in self.rows)

    @property
    def depth(self) -> int:
        """The weighted depth of the answer."""
        return self.rows[-1].depth

    @property
    def receptive_field(self) -> int:
        """The receptive field of the last map, before the whole input is seen at once."""
        row = self.rows[-1]
        while not row.jump:
            row = self.rows[row.inputs[0]]
        return row.receptive_field


def fits(net: Net, side: int) -> bool:
    """Whether an input of that side would leave every map a pixel, told from the windows alone."""
    sides = [(side, side)]
    for row in net.rows[1:]:
        height, width = sides[row.inputs[0]]
        if row.operation in ("conv", "max_pool", "avg_pool"):
            (tall, wide), stride, (up, left), *_ = detail = row.detail
            height = side_after(height, tall, stride, up, detail.ceil)
            width = side_after(width, wide, stride, left, detail.ceil)
            if height < 1 or width < 1:
                return False
        elif row.operation in ("adaptive_pool", "global_pool", "linear", "flatten"):
            height, width = row.shape[1:]
        sides.append((height, width))
    return True


def side_after(side: int, kernel: int, stride: int, padding: int, ceil: bool = False) -> int:
    """The side of a map behind windows, as torch has it: with ``ceil`` the last window may reach
    beyond the map, but begins within it or its padding."""
    free = side + 2 * padding - kernel
    if not ceil:
        return free // stride + 1
    count = -(-free // stride) + 1
    return count - 1 if (count - 1) * stride >= side + padding else count
