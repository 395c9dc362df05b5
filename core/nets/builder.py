"""A builder of rows: the code of a net in :mod:`core.nets.zoo` reads as its paper's table does."""

from __future__ import annotations

from functools import cache

from core.nets.rows import Detail, Net, Pair, Row, TooSmallError, side_after

_PLAIN = Detail()


class Builder:
    """Appends rows. Each method takes the last row, or the one at the place ``of``, and returns the
    place of the row it made."""

    def __init__(self, channels: int, side: int) -> None:
        """The input is a square map."""
        self.part = self._prefix = ""
        self.whole = side
        shape = (channels, side, side)
        self.rows = [Row("input", "input", (), shape, 0, 0, 1, 1, 0, "", _PLAIN)]
        self._fields: list[Pair] = [(1, 1)]
        self._numbers: dict[str, int] = {}

    def at(self, part: str, branch: str = "") -> None:
        """From now on rows belong to this block, and to a path within it; both become part of their
        names."""
        self.part = part
        self._prefix = f"{part}.{branch}." if branch else f"{part}."

    @property
    def last(self) -> int:
        """The place of the last row."""
        return len(self.rows) - 1

    def channels(self, of: int | None = None) -> int:
        """The channels of a row."""
        return self.rows[-1 if of is None else of].shape[0]

    def net(self) -> Net:
        """All rows so far."""
        return Net(tuple(self.rows))

    # Layers with weights

    def conv(
        self,
        out: int,
        kernel: int | Pair,
        stride: int = 1,
        padding: int | Pair = 0,
        *,
        groups: int = 1,
        bias: bool = False,
        of: int | None = None,
    ) -> int:
        """A convolution to ``out`` channels."""
        of = len(self.rows) - 1 if of is None else of
        tall, wide = kernel = _pair(kernel)
        up, left = padding = _pair(padding)
        row = self.rows[of]
        channels, height, width = row.shape
        height, width = side_after(height, tall, stride, up), side_after(width, wide, stride, left)
        weights = tall * wide * channels // groups * out
        return self._append(
            "conv",
            (of,),
            (out, height, width),
            weights + out if bias else weights,
            weights * height * width,
            self._seen(of, tall, wide),
            row.jump * stride,
            row.depth + 1,
            _detail(kernel, stride, padding, groups, bias),
        )

    def linear(self, out: int, *, bias: bool = True, of: int | None = None) -> int:
        """A linear layer from a vector to one of ``out`` entries."""
        of = self.last if of is None else of
        row = self.rows[of]
        channels, height, width = row.shape
        weights = channels * height * width * out
        return self._append(
            "linear",
            (of,),
            (out, 1, 1),
            weights + out if bias else weights,
            weights,
            (self.whole, self.whole),
            0,
            row.depth + 1,
            Detail(bias=bias),
        )

    def norm(self, *, of: int | None = None) -> int:
        """A batch norm with γ and β for each channel."""
        of = len(self.rows) - 1 if of is None else of
        return self._same("norm", of, _PLAIN, 2 * self.rows[of].shape[0])

    # Layers without

    def activation(self, function: str = "relu", *, of: int | None = None) -> int:
        """An activation function, value by value."""
        of = len(self.rows) - 1 if of is None else of
        return self._same("activation", of, _FUNCTIONS[function])

    def dropout(self, part: float = 0.5) -> int:
        """Drops a part of the values while a net is trained."""
        return self._same("dropout", self.last, Detail(factor=part))

    def scale(self, factor: float, *, of: int | None = None) -> int:
        """Multiplies by a constant."""
        return self._same("scale", self.last if of is None else of, Detail(factor=factor))

    def max_pool(
        self,
        kernel: int,
        stride: int,
        padding: int = 0,
        *,
        ceil: bool = False,
        of: int | None = None,
    ) -> int:
        """The largest value of each window."""
        window = (_pair(kernel), stride, _pair(padding))
        return self._pool("max_pool", of, Detail(*window, ceil=ceil))

    def avg_pool(
        self,
        kernel: int,
        stride: int,
        padding: int = 0,
        *,
        counts_padding: bool = True,
        of: int | None = None,
    ) -> int:
        """The mean of each window."""
        window = (_pair(kernel), stride, _pair(padding))
        return self._pool("avg_pool", of, Detail(*window, counts_padding=counts_padding))

    def adaptive_pool(self, side: int, *, of: int | None = None) -> int:
        """The means of ``side`` x ``side`` windows that cover the map, whatever its size; the
        field grows by the largest of them."""
        of = self.last if of is None else of
        row = self.rows[of]
        channels, height, width = row.shape
        windows = (_window(height, side), _window(width, side))
        return self._append(
            "adaptive_pool",
            (of,),
            (channels, side, side),
            0,
            0,
            self._seen(of, *windows),
            row.jump * max(1, height // side),
            row.depth,
            Detail(windows),
        )

    def global_pool(self, *, of: int | None = None) -> int:
        """The mean of each channel, as a map of one pixel."""
        of = self.last if of is None else of
        row = self.rows[of]
        whole = (self.whole, self.whole)
        shape = (row.shape[0], 1, 1)
        return self._append("global_pool", (of,), shape, 0, 0, whole, 0, row.depth, _PLAIN)

    def flatten(self, *, of: int | None = None) -> int:
        """A map as a vector; its entries still see what they saw."""
        of = self.last if of is None else of
        row = self.rows[of]
        channels, height, width = row.shape
        shape = (channels * height * width, 1, 1)
        field = self._fields[of]
        return self._append("flatten", (of,), shape, 0, 0, field, row.jump, row.depth, _PLAIN)

    # What joins paths

    def add(self, *of: int) -> int:
        """The sum of maps of one shape."""
        if len({self.rows[place].shape for place in of}) > 1:
            raise ValueError(f"maps of different shapes: {[self.rows[p].shape for p in of]}")
        return self._join("add", of, self.rows[of[0]].shape[0])

    def concat(self, *of: int) -> int:
        """Maps of one size, channel behind channel."""
        if len({self.rows[place].shape[1:] for place in of}) > 1:
            raise ValueError(f"maps of different sizes: {[self.rows[p].shape for p in of]}")
        return self._join("concat", of, sum([self.rows[place].shape[0] for place in of]))

    # How a row is made

    def _join(self, operation: str, of: tuple[int, ...], channels: int) -> int:
        rows = [self.rows[place] for place in of]
        fields = [self._fields[place] for place in of]
        return self._append(
            operation,
            of,
            (channels, *rows[0].shape[1:]),
            0,
            0,
            (max([tall for tall, _ in fields]), max([wide for _, wide in fields])),
            max([row.jump for row in rows]),
            max([row.depth for row in rows]),
            _PLAIN,
        )

    def _same(self, operation: str, of: int, detail: Detail, parameters: int = 0) -> int:
        row = self.rows[of]
        field, depth = self._fields[of], row.depth
        return self._append(
            operation, (of,), row.shape, parameters, 0, field, row.jump, depth, detail
        )

    def _pool(self, operation: str, of: int | None, detail: Detail) -> int:
        of = self.last if of is None else of
        row = self.rows[of]
        (kernel, _), stride, (padding, _) = detail.kernel, detail.stride, detail.padding
        channels, height, width = row.shape
        shape = (
            channels,
            side_after(height, kernel, stride, padding, detail.ceil),
            side_after(width, kernel, stride, padding, detail.ceil),
        )
        field = self._seen(of, kernel, kernel)
        return self._append(
            operation, (of,), shape, 0, 0, field, row.jump * stride, row.depth, detail
        )

    def _seen(self, of: int, tall: int, wide: int) -> Pair:
        """The field behind a window of that many neighbors, in both directions."""
        field, jump = self._fields[of], self.rows[of].jump
        return field[0] + (tall - 1) * jump, field[1] + (wide - 1) * jump

    def _append(
        self,
        operation: str,
        inputs: tuple[int, ...],
        shape: tuple[int, int, int],
        parameters: int,
        macs: int,
        field: Pair,
        jump: int,
        depth: int,
        detail: Detail,
    ) -> int:
        if shape[1] < 1 or shape[2] < 1:
            raise TooSmallError(f"{self.part}: {operation} to {shape}")
        stem = self._prefix + operation
        number = self._numbers[stem] = self._numbers.get(stem, 0) + 1
        place = len(self.rows)
        self._fields.append(field)
        self.rows.append(
            Row(
                f"{stem}{number}",
                operation,
                inputs,
                shape,
                parameters,
                macs,
                max(field),
                jump,
                depth,
                self.part,
                detail,
            )
        )
        return place


_detail = cache(Detail)
"""Convolutions of a net are of few kinds."""
_FUNCTIONS = {key: Detail(function=key) for key in ("relu", "sigmoid", "tanh")}


def _pair(value: int | Pair) -> Pair:
    return value if isinstance(value, tuple) else (value, value)


def _window(size: int, count: int) -> int:
    """The longest of the windows of an adaptive pooling, the i-th from ⌊i n / c⌋ to
    ⌈(i + 1) n / c⌉."""
    return max(-(-(i + 1) * size // count) - i * size // count for i in range(count))
