"""The script of an architecture: the net as plain modules, run once without numbers and counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

from core.nets.zoo.known import KNOWN
from core.nets.zoo.settings import Settings
from core.networks.architecture import ArchitectureSpec, known_as, settings_of
from core.scripts.networks.classic import alexnet, lenet, nin, vgg
from core.scripts.networks.densenet import densenet
from core.scripts.networks.inception import googlenet, inception_v3
from core.scripts.networks.inception4 import inception_resnet_v2, inception_v4
from core.scripts.networks.pieces import Net, build
from core.scripts.networks.resnet import resnet
from core.scripts.writing import block, imports, script, together


def architecture(spec: ArchitectureSpec) -> str:
    """Write the script: the net's classes, ``build()``, and its stages counted."""
    net = net_of(spec)
    return script(
        _says(spec),
        "shapes, parameters and macs have a row for each layer with weights, in the order in "
        "which they run.",
        *build(net, _input(spec)),
        block(_COUNT),
        block(_DEPTH),
        block(_RUN),
    )


def net_text(spec: ArchitectureSpec) -> str:
    """The script's text up to its net: imports, ``INPUT`` (channels, height, width), the classes,
    and ``build()``, which makes the net."""
    body = together(*build(net_of(spec), _input(spec)))
    return f"{imports(body)}\n\n{body}\n"


def _input(spec: ArchitectureSpec) -> tuple[int, int, int]:
    return spec.channels, spec.side, spec.side


def net_of(spec: ArchitectureSpec) -> Net:
    """The net as plain torch code."""
    write, says = _NETS[_nearest(spec)]
    return write(settings_of(spec), f"{says}, changed." if _changes(spec) else f"{says}.")


_NETS: dict[str, tuple[Callable[[Settings, str], Net], str]] = {
    "lenet": (lenet, "LeNet-5 of Dive into Deep Learning (LeCun et al. 1998)"),
    "lenet_bn": (lenet, "LeNet-5 with batch norms of Dive into Deep Learning"),
    "alexnet": (alexnet, "AlexNet of one column (Krizhevsky 2014)"),
    "vgg11": (vgg, "VGG-11 (Simonyan and Zisserman 2014)"),
    "vgg13": (vgg, "VGG-13 (Simonyan and Zisserman 2014)"),
    "vgg16": (vgg, "VGG-16 (Simonyan and Zisserman 2014)"),
    "vgg19": (vgg, "VGG-19 (Simonyan and Zisserman 2014)"),
    "nin": (nin, "Network in network of Dive into Deep Learning (Lin et al. 2013)"),
    "googlenet": (googlenet, "GoogLeNet (Szegedy et al. 2014) with batch norms"),
    "inception_v3": (inception_v3, "Inception v3 (Szegedy et al. 2015)"),
    "inception_v4": (inception_v4, "Inception v4 (Szegedy et al. 2016)"),
    "inception_resnet_v2": (inception_resnet_v2, "Inception-ResNet v2 (Szegedy et al. 2016)"),
    "resnet18": (resnet, "ResNet-18 (He et al. 2015)"),
    "resnet34": (resnet, "ResNet-34 (He et al. 2015)"),
    "resnet50": (resnet, "ResNet-50 (He et al. 2015)"),
    "resnet101": (resnet, "ResNet-101 (He et al. 2015)"),
    "resnet152": (resnet, "ResNet-152 (He et al. 2015)"),
    "resnet50_v2": (resnet, "ResNet-50 v2 (He et al. 2016)"),
    "resnext50_32x4d": (resnet, "ResNeXt-50 32x4d (Xie et al. 2016)"),
    "resnext101_32x8d": (resnet, "ResNeXt-101 32x8d (Xie et al. 2016)"),
    "densenet121": (densenet, "DenseNet-121 (Huang et al. 2016)"),
    "densenet161": (densenet, "DenseNet-161 (Huang et al. 2016)"),
    "densenet169": (densenet, "DenseNet-169 (Huang et al. 2016)"),
    "densenet201": (densenet, "DenseNet-201 (Huang et al. 2016)"),
    "resnet18_d2l": (resnet, "ResNet-18 of Dive into Deep Learning"),
    "densenet_d2l": (densenet, "DenseNet of Dive into Deep Learning"),
}
"""By the key of the net that the others are set from: what writes its family, and what it is."""


def _nearest(spec: ArchitectureSpec) -> str:
    """The key of the known net that the sliders have come to, or that they began from."""
    return known_as(spec) or spec.net


def _says(spec: ArchitectureSpec) -> str:
    """What the net is, and what a person changed in it."""
    changes = _changes(spec)
    return _NETS[_nearest(spec)][1] + (f"; changed: {'; '.join(changes)}." if changes else ".")


def _changes(spec: ArchitectureSpec) -> list[str]:
    own = asdict(KNOWN[_nearest(spec)])
    return [
        f"{name} {', '.join(map(str, value)) if isinstance(value, tuple) else value}"
        for name, value in asdict(settings_of(spec)).items()
        if value != own[name]
    ]


_COUNT = '''
    layers = []  # shape, parameters and MACs of each layer with weights, as they run


    def note(layer, given, output):
        """Note what a layer made and what it cost."""
        shape = (*output.shape[1:], 1, 1)[:3]
        parameters = sum(p.numel() for p in layer.parameters())
        counted = isinstance(layer, (nn.Conv2d, nn.Linear))  # a norm's are left out
        # Every weight of a convolution meets every place of its output once.
        macs = layer.weight.numel() * shape[1] * shape[2] if counted else 0
        layers.append((shape, parameters, macs))
'''

_DEPTH = '''
    def depth_of(output):
        """Convolutions and dense layers on the longest path, by the graph of gradients."""
        depths, waiting = {}, [output.grad_fn]
        while waiting:
            node = waiting[-1]
            before = [n for n, _ in node.next_functions if n is not None]
            missing = [n for n in before if n not in depths]
            waiting.extend(missing)
            if not missing:
                waiting.pop()
                own = node.name() in ("ConvolutionBackward0", "AddmmBackward0")
                depths[node] = own + max((depths[n] for n in before), default=0)
        return depths[output.grad_fn]
'''

_RUN = """
    with torch.device("meta"):  # shapes alone: no number is stored, none is multiplied
        net = build().eval()
        x = torch.empty(1, *INPUT)
    for layer in net.modules():
        if list(layer.parameters(recurse=False)):
            layer.register_forward_hook(note)

    print(f"{'stage':12}{'output':>18}{'parameters':>14}{'MACs':>18}")
    for name, stage in net.named_children():
        first = len(layers)
        x = stage(x)
        shape = " x ".join(map(str, x.shape[1:]))
        parameters = sum(layer[1] for layer in layers[first:])
        macs = sum(layer[2] for layer in layers[first:])
        print(f"{name:12}{shape:>18}{parameters:14,}{macs:18,}")

    shapes, parameters, macs = (np.array(column) for column in zip(*layers))
    total_parameters, total_macs = parameters.sum(), macs.sum()
    weighted_depth = depth_of(x)
    print(f"{'in all':30}{total_parameters:14,}{total_macs:18,}")
    print(f"{weighted_depth} layers with weights on the longest path")
"""
