"""The net of a run, its start and its optimizer, in the scripts of this lab."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import indent

from core.data.labeled import LABELED
from core.diagnosis.diagnosis import MOMENTA, DiagnosisSpec
from core.layers.activations import activation_of
from core.layers.initializers import INITIALIZERS
from core.optimizers.optimizers import OPTIMIZERS
from core.scripts.calls import class_name
from core.scripts.writing import block, fit, fit_at, literal, together


def made(specs: Sequence[DiagnosisSpec], used: set[str]) -> str:
    """The functions that build a run's net and its optimizer; ``used`` are the settings that any
    of the runs has."""
    return together(
        *map(_initializer, dict.fromkeys(spec.init for spec in specs)),
        _net(specs, used),
        _optimizer(specs, used),
    )


def _initializer(key: str) -> str:
    record = INITIALIZERS[key]
    slope = ", slope=0.0" if record.takes_slope else ""
    weights = block(_INITIALIZER, name=key, slope=slope, says=record.says, code=record.code)
    if not record.bias_code:
        return weights
    return together(weights, block(_BIASES, name=key, code=record.bias_code))


_INITIALIZER = '''
    def $name(w, generator$slope):
        """$says"""
        $code
'''
_BIASES = '''
    def ${name}_bias(b, fan_in, generator):
        """U(+-1 / sqrt(fan_in)), as the weights."""
        $code
'''


def _net(specs: Sequence[DiagnosisSpec], used: set[str]) -> str:
    one = specs[0]
    inits = list(dict.fromkeys(spec.init for spec in specs))
    activations = list(dict.fromkeys(spec.activation for spec in specs))
    made = [f"{literal(key)}: {activation_of(key).torch.removesuffix('()')}" for key in activations]
    drawn = [key for key in inits if INITIALIZERS[key].bias_code]
    return together(
        fit(f"ACTIVATIONS = {{{', '.join(made)}}}"),
        fit(f"STARTS = {{{', '.join(f'{literal(key)}: {key}' for key in inits)}}}"),
        block(_DROPOUT) if "dropout" in used else "",
        block(_DENSE if one.dense else _LENET, **_parts(one, used)),
        block(
            _START,
            biases=block(_DRAWN_BIASES, name=drawn[0]) if drawn else "",
            scale='w = w * run.get("init_scale", 1)' if "init_scale" in used else "",
            bias=_BIAS if "bias" in used else "",
        ),
    )


def _parts(spec: DiagnosisSpec, used: set[str]) -> dict[str, str]:
    """Lines of a layer that only some nets have."""
    dropped = "modules.append(Dropout(run, drops))" if "dropout" in used else ""
    norm = ""
    if spec.norm == "bn":
        norm = "modules.append(torch.nn.BatchNorm1d(layer.out_features))"
        if not spec.dense:
            maps = "modules.append(torch.nn.BatchNorm2d(layer.out_channels))"
            norm = f"if k < 2:\n    {maps}\nelse:\n    {norm}"
    side = LABELED[spec.data].side
    return {
        "drops": "drops = generator(run, 903)" if dropped else "",
        "dropped": dropped,
        "norm": norm,
        "inputs": str(side**2),
        "left": str(16 * ((side // 2 - 4) // 2) ** 2),
    }


_DROPOUT = '''
    class Dropout(torch.nn.Module):
        """torch's own, with draws from a generator of the run's."""

        def __init__(self, run, drops):
            super().__init__()
            self.p, self.drops = run.get("dropout", 0), drops

        def forward(self, x):
            if not self.training or not self.p:
                return x
            kept = torch.rand(x.shape, generator=self.drops) >= self.p
            return x * (kept / (1 - self.p))
'''
_DENSE = '''
    def build(run):
        """The untrained net of dense layers, its layers with weights, its activations."""
        $drops
        sizes = [$inputs, *run["hidden"], CLASSES]
        layers = [torch.nn.Linear(a, b) for a, b in zip(sizes, sizes[1:])]
        modules, activations = [], []
        for layer in layers[:-1]:
            modules.append(layer)
            $norm
            activations.append(ACTIVATIONS[run["activation"]]())
            modules.append(activations[-1])
            $dropped
        start(run, layers)
        return torch.nn.Sequential(*modules, layers[-1]), layers, activations
'''
_LENET = '''
    def build(run):
        """The untrained LeNet, its layers with weights, its activations."""
        $drops
        layers = [
            torch.nn.Conv2d(1, 6, 5, padding=2),
            torch.nn.Conv2d(6, 16, 5),
            torch.nn.Linear($left, 120),
            torch.nn.Linear(120, 84),
            torch.nn.Linear(84, CLASSES),
        ]
        modules, activations = [], []
        for k, layer in enumerate(layers[:-1]):
            if k == 2:
                modules.append(torch.nn.Flatten())
            modules.append(layer)
            $norm
            activations.append(ACTIVATIONS[run["activation"]]())
            modules.append(activations[-1])
            $dropped
            if k < 2:
                modules.append(torch.nn.AvgPool2d(2))
        start(run, layers)
        return torch.nn.Sequential(*modules, layers[-1]), layers, activations
'''
_START = '''
    def start(run, layers):
        """Give the layers the weights and biases that they begin with."""
        for k, layer in enumerate(layers):
            shape = layer.weight.shape
            w = torch.zeros(shape).flatten(1)
            w = STARTS[run["init"]](w, generator(run, 2 + k))
            $scale
            layer.weight.data = w.reshape(shape)
            b = torch.zeros(shape[0])
            $biases
            $bias
            layer.bias.data = b
'''
_DRAWN_BIASES = """
    if run["init"] == "$name":
        b = ${name}_bias(b, w.shape[1], generator(run, 100 + k))
"""
_BIAS = """
if layer is not layers[-1]:
    b = b + run.get("bias", 0)
""".strip()


def _optimizer(specs: Sequence[DiagnosisSpec], used: set[str]) -> str:
    decay = ', weight_decay=run.get("weight_decay", 0)' if "weight_decay" in used else ""
    parts = []
    for key in dict.fromkeys(spec.optimizer for spec in specs):
        extra = _MOMENTA.get(MOMENTA.get(key, ""), "")
        made = f'{class_name(OPTIMIZERS[key])}(parameters, lr=run["lr"]{extra}{decay})'
        returned = indent(fit_at(f"return {made}", 8), "    ")
        parts.append(f'if run["optimizer"] == "{key}":\n{returned}')
    return block(_OPTIMIZER, parts="\n".join(parts))


_MOMENTA = {
    "momentum": ', momentum=run["momentum"]',
    "beta1": ', betas=(run["momentum"], 0.999)',
}
_OPTIMIZER = '''
    def optimizer_of(run, parameters):
        """The optimizer of a run."""
        $parts
'''
