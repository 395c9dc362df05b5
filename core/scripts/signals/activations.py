"""The script of a signal's way through a deep net: torch's modules forward, autograd back."""

from __future__ import annotations

from core.data.rows import load_rows
from core.layers.activations import ACTIVATIONS, SATURATED
from core.layers.initializers import INITIALIZERS
from core.scripts import inputs
from core.scripts.signals import net
from core.scripts.writing import block, constant, fit, lines, literal, script, together
from core.signals.activations import ActivationsSpec
from core.signals.net import BIASES


def activations(spec: ActivationsSpec) -> str:
    """Write the script: each side's net forward and backward, and what each layer does to the
    signal."""
    rows = len(load_rows(spec.path, name=spec.array)) if spec.input == "file" else spec.samples
    keys = [getattr(spec, f"init_{side}") for side in spec.sides]
    band = spec.seeds > 1
    return script(
        f"A signal on its way through {spec.depth} {spec.activation} layers, forward and backward.",
        "The same draws make the weights of every side, so that only the initialization differs. "
        "Afterwards arrays holds what was measured, [layer] each.",
        "torch.set_flush_denormal(True)  # numbers under 1.2e-38 are zero: slow, and of no use",
        _settings(spec),
        f"activation = {net.activation(spec)}",
        inputs.DRAW.replace("(stream)", "(seed, stream)").replace("SEED *", "seed *"),
        *(
            part
            for key in dict.fromkeys(keys)
            for part in (net.initialize(key), net.draw_biases(key))
        ),
        fit(f"SIDES = {{{', '.join(_side(spec, side) for side in spec.sides)}}}"),
        _rows(spec),
        _propagate(spec, min(rows, spec.samples)),
        block(_EDGES),
        block(_MEASURE),
        block(_FIRST),
        block(_BAND if band else _ONCE),
        block(_PRINTED),
    )


def _settings(spec: ActivationsSpec) -> str:
    steepest = ACTIVATIONS[spec.activation].steepest
    edges = spec.h_bins(spec.bins).edges
    return lines(
        constant("DEPTH", spec.depth),
        constant("WIDTH", spec.width),
        constant("SAMPLES", spec.samples),
        constant("BIAS", spec.bias) if spec.bias else "",
        inputs.rows_constant(spec.input, spec.path) if spec.input != "normal" else "",
        constant("SPAN", (float(edges[0]), float(edges[-1])), "of the histograms"),
        constant("BINS", len(edges) - 1),
        constant("MOST_BINS", spec.bins, "where values lie close together"),
        constant("FLAT", SATURATED * steepest, "a slope below is saturated"),
        constant("SEED", spec.seed),
        constant("SEEDS", spec.seeds, "nets of so many seeds") if spec.seeds > 1 else "",
    )


def _side(spec: ActivationsSpec, side: str) -> str:
    key, std = getattr(spec, f"init_{side}"), getattr(spec, f"std_{side}")
    return f'"{side}": ({key}, {literal(net.settings(key, std, spec.leak))})'


def _rows(spec: ActivationsSpec) -> str:
    if spec.input == "normal":
        return block('''
            def make_inputs(seed):
                """N(0, 1)."""
                return torch.randn(SAMPLES, WIDTH, generator=generator(seed, 0))
        ''')
    read = together(
        inputs.read_rows(spec.input, spec.path, spec.array),
        inputs.prepare(spec.preprocess, "rows"),
    )
    return together(
        read,
        "prepared = torch.tensor(prepared, dtype=torch.float32)",
        block('''
            def make_inputs(seed):
                """Some of the rows, chosen by the seed."""
                order = torch.randperm(len(prepared), generator=generator(seed, 0))
                return prepared[order[:SAMPLES]]
        '''),
    )


def _propagate(spec: ActivationsSpec, rows: int) -> str:
    calls = {
        "none": "",
        "ln": "torch.nn.functional.layer_norm({}, (WIDTH,))",
        "bn": "torch.nn.functional.batch_norm({}, None, None, training=True)",
    }
    norm = calls[spec.norm]
    if spec.norm == "bn" and rows == 1:
        norm = "({0} - {0}.mean(0)) / ({0}.var(0, correction=0) + 1e-5).sqrt()"  # torch refuses it
    return block(
        _PROPAGATE,
        layer=net.layer_lines(spec, norm=norm),
        bias=_bias(spec),
        added=" + b" if _drawn(spec) else " + BIAS" if spec.bias else "",
    )


def _drawn(spec: ActivationsSpec) -> list[str]:
    """The initializations of the sides that draw their biases too."""
    keys = [getattr(spec, f"init_{side}") for side in spec.sides]
    return [key for key in dict.fromkeys(keys) if INITIALIZERS[key].bias_code]


def _bias(spec: ActivationsSpec) -> str:
    """Lines that make a layer's biases ``b``; empty if no initialization draws them."""
    common = "torch.full((WIDTH,), BIAS)" if spec.bias else "torch.zeros(WIDTH)"
    added = " + BIAS" if spec.bias else ""
    drawn = [
        f"if initialize is {key}:  # as torch.nn.Linear has it\n"
        f"    stream = generator(seed, {BIASES} + layer)\n"
        f"    b = {key}_bias(b, signal.shape[1], stream){added}"
        for key in _drawn(spec)
    ]
    return "\n".join([f"b = {common}", *drawn]) if drawn else ""


_PROPAGATE = '''
    def slope_of(z):
        """The activation's derivative at each value."""
        z = z.detach().requires_grad_()
        return torch.autograd.grad(activation(z).sum(), z)[0]


    def propagate(seed, initialize, settings):
        """One net, forward and backward: each layer's weight, z and output h."""
        signal = make_inputs(seed)
        layers = []
        for layer in range(DEPTH):
            w = torch.empty(WIDTH, signal.shape[1])
            with torch.no_grad():
                w = initialize(w, generator(seed, 2 + layer), **settings)
            w.requires_grad_()
            $bias
            z = signal @ w.T$added
            $layer
            for tensor in (z, signal):
                tensor.retain_grad()
            layers.append((w, z, signal))
        gradient = torch.randn(SAMPLES, WIDTH, generator=generator(seed, 1))
        signal.backward(gradient[: len(signal)])  # N(0, 1) is put in at the last layer
        return layers
'''

_EDGES = '''
    def edges_for(nets):
        """The edges of the bins; closer ones where all values are in an eighth of SPAN."""
        outputs = [h.detach() for layers in nets for _, _, h in layers]
        low = torch.stack([h.min() for h in outputs]).min().item()
        high = torch.stack([h.max() for h in outputs]).max().item()
        finest = float(np.spacing(np.float32(max(-low, high))))
        apart = max(8 * finest, 2.0**-90)  # what is closer is rounding
        inside = SPAN[0] <= low <= high <= SPAN[1]
        if not (inside and apart <= high - low < (SPAN[1] - SPAN[0]) / 8):
            return np.linspace(*SPAN, BINS + 1)
        if not (0 < high < 1.5 * low or 1.5 * high < low < 0):
            low, high = min(low, 0.0), max(high, -low / MOST_BINS)  # near zero: from it
        width = 2.0 ** math.floor(math.log2(max((high - low) / MOST_BINS, finest)))
        while math.ceil(high / width) - math.floor(low / width) > MOST_BINS:
            width *= 2
        return width * np.arange(math.floor(low / width), math.ceil(high / width) + 1)
'''

_MEASURE = '''
    def rms(x):
        """The root of the mean square, in float64: no square is lost."""
        return x.double().square().mean().sqrt().item()


    def std(x):
        """The standard deviation of all values, divided by n."""
        return x.double().std(correction=0).item()


    def measure(layers, edges):
        """What each layer did, [layer] each."""
        counted = [np.histogram(h.detach(), edges)[0] for _, _, h in layers]
        found = {
            "mean": [h.double().mean().item() for _, _, h in layers],
            "std": [std(h.detach()) for _, _, h in layers],
            "rms": [rms(h.detach()) for _, _, h in layers],
            "z_std": [std(z.detach()) for _, z, _ in layers],
            "saturated": [(slope_of(z).abs() < FLAT).double().mean() for _, z, _ in layers],
            "dead": [(h == 0).all(0).double().mean() for _, _, h in layers],
            "gradient_std": [std(h.grad) for _, _, h in layers],
            "z_gradient_rms": [rms(z.grad) for _, z, _ in layers],
            "weight_gradient_rms": [rms(w.grad) for w, _, _ in layers],
            "counts": counted,
        }
        return {name: np.array(values) for name, values in found.items()}
'''

_FIRST = """
    first = {side: propagate(SEED, *drawn) for side, drawn in SIDES.items()}
    edges = edges_for(first.values())
"""

_ONCE = """
    arrays = {}
    for side, layers in first.items():
        found = measure(layers, edges)
        arrays |= {f"{side}_{name}": values for name, values in found.items()}
"""

_BAND = """
    arrays = {}
    for side, layers in first.items():
        more = (propagate(SEED + k, *SIDES[side]) for k in range(1, SEEDS))
        nets = [measure(net, edges) for net in (layers, *more)]
        for name, values in nets[0].items():
            arrays[f"{side}_{name}"] = values
            arrays[f"{side}_seeds_{name}"] = np.stack([net[name] for net in nets])
"""

_PRINTED = """
    print("side layer         std  saturated   dead   gradient std   dL/dW rms")
    for side in SIDES:
        columns = ("std", "saturated", "dead", "gradient_std", "weight_gradient_rms")
        rows = np.stack([arrays[f"{side}_{name}"] for name in columns], axis=1)
        for layer, row in enumerate(rows, 1):
            print(f"{side:>4}{layer:6}{row[0]:12.4g}{row[1]:11.1%}{row[2]:7.1%}", end="")
            print(f"{row[3]:15.4g}{row[4]:12.4g}")
"""
