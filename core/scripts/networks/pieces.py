"""What the scripts of all architectures are made of: a net's text, and layers as torch code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.scripts.writing import constant, docstring, fit


@dataclass(frozen=True, kw_only=True)
class Net:
    """An architecture as plain torch code."""

    says: str
    """What it is and where it is from: the docstring of the function that builds it."""
    parts: tuple[str, ...] = ()
    """The classes and functions that it is built of."""
    stages: Mapping[str, str]
    """Its stages from input to output by name, each as an expression that makes a module."""


def build(net: Net, shape: tuple[int, int, int]) -> tuple[str, ...]:
    """The parts of a script up to the net: ``INPUT``, the net's classes, and ``build()``."""
    stages = ", ".join(f"{name}={made}" for name, made in net.stages.items())
    made = fit(f"return nn.Sequential(OrderedDict({stages}))", "    ")
    return (
        constant("INPUT", shape, "channels, height, width"),
        *net.parts,
        f"def build():\n    {docstring(net.says)}\n{made}",
    )


def sequential(*layers: str) -> str:
    """Layers one after the other."""
    return f"nn.Sequential({', '.join(layers)})"


def conv(
    channels: int,
    out: int,
    kernel: int,
    *,
    stride: int = 1,
    padding: int = 0,
    bias: bool = False,
) -> str:
    """A convolution; what torch takes by default is not said."""
    told = [
        f"stride={stride}" if stride > 1 else "",
        f"padding={padding}" if padding else "",
        "" if bias else "bias=False",
    ]
    return ", ".join([f"nn.Conv2d({channels}, {out}, {kernel}", *filter(None, told)]) + ")"


def norm(channels: int) -> str:
    """A batch norm."""
    return f"nn.BatchNorm2d({channels})"


def max_pool(kernel: int, stride: int, padding: int = 0) -> str:
    """A max pooling."""
    told = ", ".join(
        [
            str(kernel),
            *([f"stride={stride}"] if stride != kernel else []),
            *([f"padding={padding}"] if padding else []),
        ]
    )
    return f"nn.MaxPool2d({told})"


def linear(inside: int, out: int) -> str:
    """A dense layer."""
    return f"nn.Linear({inside}, {out})"


def mean_head(channels: int, classes: int, *before: str, dropped: float = 0.0) -> str:
    """What comes before, global average pooling, and one dense layer, perhaps behind a dropout."""
    drop = [f"nn.Dropout({dropped})"] if dropped else []
    last = linear(channels, classes)
    return sequential(*before, "nn.AdaptiveAvgPool2d(1)", "nn.Flatten()", *drop, last)


RELU = "nn.ReLU()"
FLATTEN = "nn.Flatten()"
DROPOUT = "nn.Dropout()"
