"""The script of the norms side by side: one formula over different axes, and torch's own layers."""

from __future__ import annotations

from core.data.choosing import CHANNELS_LAST, SEQUENCES, TOKENS
from core.data.images import KEPT_SIDE, find_pictures, load_picture, treatments
from core.data.photos import NAMES
from core.layers.norms import NORMS, Variant, maps_shape
from core.normalization.given import given as given_array
from core.normalization.inputs import in_turn, is_dense, may_convolve
from core.normalization.normalization import NormalizationSpec, is_hole
from core.number_lists import read_rows
from core.parameters import parameter_of
from core.resources import resource
from core.scripts.inputs import digits_path, read_file
from core.scripts.writing import block, constant, fit, lines, script


def normalization(spec: NormalizationSpec) -> str:
    """Write the script: the batch, the formula, its result for each norm, and torch's own beside
    it."""
    given = given_array(spec) if spec.source in ("file", "numbers") else None
    shape = tuple(given.shape) if given is not None else _shape(spec)
    n, c, h, w = maps_shape(shape)
    dense = len(shape) == 2
    wide = given is not None and given.itemsize == 8
    holes = tuple(key for key in ("bn", "in") if is_hole(key, shape))
    return script(
        "One formula over different axes: batch, layer, instance, group and RMS norm.",
        "arrays holds what each makes of x, and mean and std of every group before and after.",
        _settings(spec, c),
        *_input(spec, wide=wide),
        "x = x.reshape(len(x), -1, 1, 1)  # D features are D channels of one pixel"
        if dense
        else "",
        block(_FORMULA, gain=_GAINS.get(spec.variant, _GAINS["definition"])),
        _affine(spec, c, wide=wide),
        _norms(spec, holes),
        block(_OUTPUTS),
        _reference(holes, single=n * (c // spec.groups) * h * w == 1),
        block(_PRINTED),
    )


def _shape(spec: NormalizationSpec) -> tuple[int, ...]:
    """The shape of a batch that is drawn; refuses pictures that cannot be read."""
    if spec.source == "images":
        for path in find_pictures(spec.images, spec.batch):
            load_picture(path)
    convolved = may_convolve(spec) and spec.convolve
    if spec.source == "digits":
        if is_dense(spec):
            return (spec.batch, 64)
        return (spec.batch, spec.channels if convolved else 1, 8, 8)
    channels = spec.channels if convolved or spec.source == "noise" else 3
    if is_dense(spec):
        return (spec.batch, channels)
    return (spec.batch, channels, spec.size, spec.size)


def _settings(spec: NormalizationSpec, channels: int) -> str:
    drawn = spec.source not in ("file", "numbers")
    sized = spec.source in ("photos", "images") or (spec.source == "noise" and not is_dense(spec))
    convolved = may_convolve(spec) and spec.convolve
    pictures = {
        "photos": lambda: [str(resource("data", name)) for name in NAMES],
        "images": lambda: [str(path) for path in find_pictures(spec.images, spec.batch)],
    }
    return lines(
        constant("PICTURES", pictures[spec.source](), "Saddlepoint ships these two photos")
        if spec.source == "photos"
        else "",
        constant("PICTURES", pictures[spec.source]()) if spec.source == "images" else "",
        digits_path() if spec.source == "digits" else "",
        constant("BATCH", spec.batch, "samples N") if drawn else "",
        constant("SIZE", spec.size, "pixels along each side of a sample") if sized else "",
        constant("CHANNELS", spec.channels) if convolved or spec.source == "noise" else "",
        constant("GROUPS", spec.groups, "of GN"),
        constant("EPS", spec.eps, "added to the variance"),
        constant("SEED", spec.seed) if drawn else "",
    )


# The batch


_ORDERED = {
    TOKENS: "x = x.reshape(-1, x.shape[-1])  # each token is a row",
    SEQUENCES: "x = x[:, :, None, :]  # one row of pixels",
    CHANNELS_LAST: "x = x.permute(0, 3, 1, 2).contiguous()  # channels last",
}


def _input(spec: NormalizationSpec, *, wide: bool) -> list[str]:
    """The code that makes ``x``, [N, C, H, W] or [N, D]; ``wide`` in float64."""
    convolved = block(_CONVOLVED) if may_convolve(spec) and spec.convolve else ""
    draws = "generator = torch.Generator().manual_seed(SEED)"
    match spec.source:
        case "file":
            array = (
                f"{read_file('FILE', spec.path, spec.array)}.astype(np.float{64 if wide else 32})"
            )
            read = fit(f"x = torch.tensor({array})")
            return [constant("FILE", spec.path), lines(read, _ORDERED.get(spec.axes, ""))]
        case "numbers":
            typed = read_rows(parameter_of(type(spec), "numbers"), spec.numbers)
            rows = [list(row) for row in typed]
            shaped = "" if is_dense(spec) else "x = x[:, None, None, :]  # one channel, one row"
            kind = ", dtype=torch.float64" if wide else ""
            return [lines(fit(f"x = torch.tensor({rows!r}{kind})"), shaped)]
        case "noise":
            return [draws, _noise(spec)]
        case "digits":
            shaped = "x = x.reshape(-1, 1, 8, 8)" if not is_dense(spec) else ""
            return [lines(block(_DIGITS), shaped), convolved]
    load = _LOAD
    if spec.source == "images":
        special = treatments(find_pictures(spec.images, spec.batch))
        load = _LOAD_ANY if special else _LOAD_LARGE
    return [block(load, side=KEPT_SIDE), draws, block(_CROPS), convolved]


_DIGITS = """
    with np.load(DIGITS) as file:
        images = torch.tensor(file["images"].reshape(-1, 64).astype(np.float32))
    generator = torch.Generator().manual_seed(SEED)
    x = images[torch.randperm(len(images), generator=generator)[:BATCH]] / 16
"""

_CONVOLVED = """
    # As inside a net: a random 3x3 convolution first.
    filters = torch.randn(CHANNELS, x.shape[1], 3, 3, generator=generator)
    filters *= (2 / (9 * x.shape[1])) ** 0.5
    x = F.conv2d(x, filters, padding=1)
"""

_LOAD = '''
    def load(path):
        """[3, height, width] in 0 ... 1, by Pillow: torch and numpy read no JPEG."""
        with Image.open(path) as image:
            pixels = np.asarray(image.convert("RGB"), dtype=np.float32)
        return torch.tensor(pixels).permute(2, 0, 1) / 255
'''

_LOAD_LARGE = '''
    def load(path):
        """[3, height, width] in 0 ... 1, upright, reduced where it is large, by Pillow."""
        with Image.open(path) as image:
            image.draft("RGB", ($side, $side))
            factor = min(image.size) // $side
            image = ImageOps.exif_transpose(image).convert("RGB")
        if factor > 1:
            image = image.reduce(factor)
        return torch.tensor(np.asarray(image, dtype=np.float32)).permute(2, 0, 1) / 255
'''

_LOAD_ANY = '''
    def load(path):
        """[3, height, width] in 0 ... 1, upright, reduced where it is large, by Pillow."""
        with Image.open(path) as image:
            factor = max(1, min(image.size) // $side)
            image = ImageOps.exif_transpose(image)
        if image.mode.startswith(("I", "F")):  # gray of 16 bits, or floats
            gray = torch.tensor(np.asarray(image).astype(np.float64))
            if image.mode.startswith("I"):
                gray = gray / 65535
            elif gray.min() < 0 or gray.max() > 1:
                gray = (gray - gray.min()) / (gray.max() - gray.min())
            return F.avg_pool2d(gray[None].float(), factor).repeat(3, 1, 1)
        over = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(over, image.convert("RGBA")).convert("RGB")
        image = image.reduce(factor)
        return torch.tensor(np.asarray(image, dtype=np.float32)).permute(2, 0, 1) / 255
'''

_CROPS = '''
    def crop(picture):
        """A square, as large as whole pixels allow, averaged down to SIZE."""
        _, height, width = picture.shape
        every = min(height, width) // SIZE
        side = every * SIZE or min(height, width)
        top = torch.randint(height - side + 1, (), generator=generator)
        left = torch.randint(width - side + 1, (), generator=generator)
        square = picture[:, top : top + side, left : left + side]
        return F.adaptive_avg_pool2d(square, SIZE)


    pictures = [load(path) for path in PICTURES]
    x = torch.stack([crop(pictures[n % len(pictures)]) for n in range(BATCH)])
'''


def _noise(spec: NormalizationSpec) -> str:
    side = "1, 1" if is_dense(spec) else "SIZE, SIZE"
    typed = {name: in_turn(spec, name, spec.channels) for name in ("offsets", "scales")}
    given = [
        fit(f"{name[:-1]} = torch.tensor({list(values)!r}).reshape(1, -1, 1, 1)")
        for name, values in typed.items()
        if values
    ]
    return lines(
        "# Each channel has a mean and a std of its own.",
        "offset = 2 * torch.randn(1, CHANNELS, 1, 1, generator=generator)",
        "scale = torch.randn(1, CHANNELS, 1, 1, generator=generator).exp()",
        *given,
        f"x = torch.randn(BATCH, CHANNELS, {side}, generator=generator) * scale + offset",
    )


# The formula


_FORMULA = '''
    def normalize(x, axes, center=True):
        """(x - mean) / sqrt(variance + eps) over axes, the mean, the biased variance."""
        mean = x.mean(axes, keepdim=True)
        if not center:  # RMS norm has the mean square for a variance
            mean = torch.zeros_like(mean)
        variance = (x - mean).square().mean(axes, keepdim=True)
        $gain
        return (x - mean) * gain, mean, variance
'''

_GAINS = {
    "definition": "gain = (variance + EPS).rsqrt()",
    "unbiased": "n = torch.tensor(x.numel() / variance.numel())  # often written: over n - 1\n"
    "gain = (variance * n / (n - 1) + EPS).rsqrt()",
    "std_plus_eps": "gain = 1 / (variance.sqrt() + EPS)  # often written: outside the root",
}


def _affine(spec: NormalizationSpec, channels: int, *, wide: bool) -> str:
    """The code that makes ``gamma`` and ``beta`` [C, 1, 1]."""
    if spec.undo != "no":
        return block(
            _UNDO,
            how="with eps" if spec.undo == "exact" else "as notes have it",
            place=0 if spec.undo == "exact" else 1,
        )
    made = []
    kind = ", dtype=x.dtype" if wide else ""
    for name, value in (("gammas", spec.gamma), ("betas", spec.beta)):
        values = in_turn(spec, name, channels)
        given = (
            f"torch.tensor({list(values)!r}{kind}).reshape(-1, 1, 1)"
            if values
            else f"torch.full((x.shape[1], 1, 1), {value!r}{kind})"
        )
        made.append(fit(f"{name[:-1]} = {given}"))
    return lines("# The scale and the shift of each channel.", *made)


_UNDO = """
    # The scale and the shift that give BN's input back: with eps, and as notes have it.
    normalized, mean, variance = normalize(x, (0, 2, 3))
    scales = (variance + EPS).sqrt(), variance.sqrt()
    undone = [(normalized * s + mean - x).abs().max().item() for s in scales]
    gamma, beta = scales[$place][0], mean[0]  # $how
"""


def _norms(spec: NormalizationSpec, holes: tuple[str, ...]) -> str:
    """The constant NORMS: what each norm averages over, which is the whole difference
    between them."""
    dense = spec.variant == Variant.DENSE_AXES
    rows = []
    for key, norm in NORMS.items():
        axes = norm.dense_axes if dense and norm.dense_axes is not None else norm.axes
        given = "grouped" if norm.grouped else "x"
        if key not in holes:
            rows.append(f'    "{key}": ({given}, {axes!r}),  # {norm.source}')
    return lines(
        "grouped = x.reshape(len(x), GROUPS, -1, *x.shape[2:])",
        "# BN and the two over C have a dense layer's axes: every pixel by itself."
        if dense
        else "",
        f"# Left out, of single values: {', '.join(holes)}. They have no statistics."
        if holes
        else "",
        "NORMS = {",
        *rows,
        "}",
    )


_OUTPUTS = """
    arrays = {"input": x}
    for name, (values, axes) in NORMS.items():
        normalized, mean, variance = normalize(values, axes, center=name != "rms")
        output = normalized.reshape(x.shape) * gamma
        if name != "rms":  # which has no shift either
            output = output + beta
        after = torch.var_mean(output.reshape(values.shape), axes, correction=0)
        arrays[name] = output
        arrays[f"{name}_mean"] = mean.squeeze(axes)  # of each group, before
        arrays[f"{name}_std"] = variance.sqrt().squeeze(axes)
        arrays[f"{name}_mean_after"] = after[1]
        arrays[f"{name}_std_after"] = after[0].sqrt()
"""


def _reference(holes: tuple[str, ...], *, single: bool) -> str:
    rows = {
        "bn": "F.batch_norm(x, None, None, w, b, training=True, eps=EPS)",
        "ln": "F.layer_norm(x, x.shape[1:], wide, shift, eps=EPS)",
        "in": "F.instance_norm(x, weight=w, bias=b, eps=EPS)",
        "gn": "F.group_norm(x, GROUPS, w, b, eps=EPS)",
        "rms": "F.rms_norm(x, x.shape[1:], wide, eps=EPS)",
    }
    for key in holes:
        del rows[key]
    if single:  # torch refuses a single value
        del rows["gn"]
    return lines(
        "# torch's own: LayerNorm and RMSNorm have a weight for every element.",
        "w, b = gamma.flatten(), beta.flatten()",
        "wide, shift = (v.expand(x.shape[1:]).contiguous() for v in (gamma, beta))",
        "torchs = {",
        *(f'    "{key}": {made},' for key, made in rows.items()),
        "}",
        "difference = {k: (arrays[k] - torchs[k]).abs().max().item() for k in torchs}",
    )


_PRINTED = """
    print("norm   groups   mean after   std after   off torch's own")
    for name in NORMS:
        mean, std = arrays[f"{name}_mean_after"], arrays[f"{name}_std_after"]
        print(f"{name:4}{std.numel():9}{mean.abs().max():13.3g}{std.mean():12.6f}", end="")
        print(f"{difference.get(name, math.nan):18.3g}")
"""
