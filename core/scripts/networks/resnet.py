"""ResNets, v1, v2 and without their skips, and ResNeXts, as plain torch code."""

from __future__ import annotations

from core.nets.zoo.settings import Settings
from core.scripts.networks.pieces import RELU, Net, conv, max_pool, mean_head, norm, sequential
from core.scripts.writing import block

STEM, EXPANSION = 64, 4
"""Channels behind the first convolution of a net of bottlenecks; how much wider than the 3 x 3 of a
ResNet's they are at their ends."""


def resnet(settings: Settings, says: str) -> Net:
    """A net of residual blocks."""
    deep, version = settings.bottleneck, settings.version
    bias = settings.biased or not settings.batch_norm
    width = STEM if deep else settings.width
    first = conv(settings.channels, width, 7, stride=2, padding=3, bias=bias)
    active = _active(settings, width, version != "v2")
    made = {"stem": sequential(first, *active, max_pool(3, 2, 1))}
    for place, count in enumerate(settings.blocks):
        out = (EXPANSION * STEM if deep else settings.width) << place
        inner = [settings.width * settings.cardinality << place] if deep else []
        told = ", ".join(map(str, [width, *inner, out, count]))
        made[f"stage{place + 1}"] = f"stage({told}{', stride=2' if place else ''})"
        width = out
    closing = _active(settings, width, version == "v2")
    made["head"] = mean_head(width, settings.classes, *closing)
    return Net(says=says, parts=_parts(settings, bias), stages=made)


def _active(settings: Settings, width: int, wanted: bool) -> list[str]:
    """A norm and a ReLU, where they are wanted."""
    if not wanted:
        return []
    return [norm(width), RELU] if settings.batch_norm else [RELU]


def _parts(settings: Settings, bias: bool) -> tuple[str, ...]:
    """The block's class, and the function that makes a stage of blocks."""
    bottleneck, version, normed = settings.bottleneck, settings.version, settings.batch_norm
    name = "PreActivation" if version == "v2" else "Bottleneck" if bottleneck else "Block"
    told = "channels, inner, out" if bottleneck else "channels, out"
    layers = (_bottleneck if bottleneck else _basic)(settings.cardinality, bias)
    if version == "v2" or not normed:
        layers = [line for line in layers[:-1] if normed or "BatchNorm" not in line]
    made = block(
        _BLOCKS[version],
        name=name,
        told=told,
        says=_SAYS[version].format("1x1, 3x3 and 1x1" if bottleneck else "two 3x3"),
        before="nn.Sequential(nn.BatchNorm2d(channels), nn.ReLU())" if normed else RELU,
        layers="\n".join(layers),
        skip=_skip(version, bias),
    )
    later = told.replace("channels", "out")
    return made, block(_STAGE, name=name, told=told, later=later)


def _bottleneck(groups: int, bias: bool) -> list[str]:
    """Lines with a bottleneck's layers."""
    plain = "" if bias else ", bias=False"
    grouped = f", groups={groups}" if groups > 1 else ""
    return [
        f"nn.Conv2d(channels, inner, 1{plain}),",
        "nn.BatchNorm2d(inner),",
        "nn.ReLU(),",
        f"nn.Conv2d(inner, inner, 3, stride, padding=1{grouped}{plain}),",
        "nn.BatchNorm2d(inner),",
        "nn.ReLU(),",
        f"nn.Conv2d(inner, out, 1{plain}),",
        "nn.BatchNorm2d(out),",
    ]


def _basic(groups: int, bias: bool) -> list[str]:
    """Lines with the layers of a block of two convolutions."""
    plain = "" if bias else ", bias=False"
    grouped = f", groups={groups}" if groups > 1 else ""
    return [
        f"nn.Conv2d(channels, out, 3, stride, padding=1{grouped}{plain}),",
        "nn.BatchNorm2d(out),",
        "nn.ReLU(),",
        f"nn.Conv2d(out, out, 3, padding=1{grouped}{plain}),",
        "nn.BatchNorm2d(out),",
    ]


def _skip(version: str, bias: bool) -> str:
    """The convolution in the skip of a block that changes shape."""
    if bias or version == "v2":
        plain = "" if bias else ", bias=False"
        return f"self.skip = nn.Conv2d(channels, out, 1, stride{plain})"
    return block("""
        self.skip = nn.Sequential(
            nn.Conv2d(channels, out, 1, stride, bias=False), nn.BatchNorm2d(out)
        )
    """)


_SAYS = {
    "plain": "Convolutions {}, and no skip.",
    "v1": "Convolutions {}, and a skip around them; ReLU after the sum.",
    "v2": "Convolutions {} behind norms and ReLUs, and a bare skip.",
}

_BLOCKS = {
    "plain": '''
        class $name(nn.Sequential):
            """$says"""

            def __init__(self, $told, stride=1):
                super().__init__(
                    $layers
                    nn.ReLU(),
                )
    ''',
    "v1": '''
        class $name(nn.Module):
            """$says"""

            def __init__(self, $told, stride=1):
                super().__init__()
                self.branch = nn.Sequential(
                    $layers
                )
                self.skip = nn.Sequential()
                if channels != out:
                    $skip

            def forward(self, x):
                return (self.branch(x) + self.skip(x)).relu()
    ''',
    "v2": '''
        class $name(nn.Module):
            """$says"""

            def __init__(self, $told, stride=1):
                super().__init__()
                self.before = $before
                self.branch = nn.Sequential(
                    $layers
                )
                self.skip = None
                if channels != out:
                    $skip

            def forward(self, x):
                h = self.before(x)
                branch = self.branch(h)
                return branch + (x if self.skip is None else self.skip(h))
    ''',
}

_STAGE = '''
    def stage($told, count, stride=1):
        """Blocks, of which the first may halve the maps and change the channels."""
        first = $name($told, stride)
        others = ($name($later) for _ in range(count - 1))
        return nn.Sequential(first, *others)
'''
