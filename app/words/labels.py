"""The words for every key that core speaks in: English literals, marked for translation.

Needs no Qt, so the command line speaks from here too (in English). The window sets a translator
with :func:`use`; :func:`tr` is the one way by which any text of the app reaches a person.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from core.layers.norms import NORMS, Variant
from core.parameters import Reason, SpecError, plain
from core.signals.diagnosis import Condition, Diagnosis, Outcome
from core.surfaces.curvature import Definiteness, Verdict
from core.surfaces.formula import Fault, FormulaError


def _(text: str) -> str:
    """Mark a literal for translation; it is translated where it is shown."""
    return text


_translate: Callable[[str], str] = _


def use(translate: Callable[[str], str]) -> None:
    """Translate by this function from now on."""
    global _translate
    _translate = translate


def tr(text: str, **parts: object) -> str:
    """The text in the language of the window, with its ``{parts}`` filled in."""
    translated = _translate(text)
    return translated.format(**parts) if parts else translated


PANELS: Mapping[str, str] = {
    "descent": _("Descent"),
    "activations": _("Activations"),
    "normalization": _("Normalization"),
}

EXPERIMENTS: Mapping[str, str] = {
    "descent": _("A race of optimizers down a surface"),
    "heights": _("A surface's heights and contour lines"),
    "basins": _("Which minimum each start leads to"),
    "tangent": _("What the slope promises of a step, and what the step comes to"),
    "convexity": _("Whether a surface is convex, with a witness where it is not"),
    "rates": _("Steps needed under each pair of two hyper-parameters"),
    "activations": _("A signal's way through a deep net, under two initializations"),
    "functions": _("Activation functions: curves, flats, cost; the zig-zag and the symmetry"),
    "preprocessing": _("Centering, scaling, rotation and whitening, by the training part"),
    "training": _("A deep net in training on the digits"),
    "normalization": _("Batch, layer, instance, group and RMS normalization of one tensor"),
    "running_statistics": _("Batch norm's moving averages over a stream of batches"),
    "bn_backward": _("Batch norm's graph: values forward, gradients backward"),
    "norm_training": _("A small convolutional net trained with each norm"),
    "weight_scale": _("A norm's output when the weights are scaled"),
}

GROUPS: Mapping[str, str] = {
    "optimization": _("Optimization"),
    "signals": _("Signals"),
}

QUESTIONS: Mapping[str, str] = {
    "descent": _("Which optimizer gets down, and why?"),
    "activations": _("Does the signal survive the depth?"),
    "normalization": _("Which numbers share a mean?"),
}

FIELDS: Mapping[str, str] = {
    "surface": _("Surface"),
    "formula": _("f(x, y) ="),
    "condition": _("Condition κ"),
    "angle": _("Angle"),
    "digit_a": _("Class −1"),
    "digit_b": _("Class 1"),
    "optimizers": _("Competitors"),
    "optimizer": _("Optimizer"),
    "x_parameter": _("Across"),
    "y_parameter": _("Upwards"),
    "x_low": _("Across, from"),
    "x_high": _("Across, to"),
    "y_low": _("Upwards, from"),
    "y_high": _("Upwards, to"),
    "tolerance": _("Tolerance"),
    "reach": _("Reach"),
    "learning_rate": _("Learning rate η"),
    "tune": _("Tune the rates"),
    "steps": _("Steps"),
    "budget": _("Steps count"),
    "scale": _("Scale"),
    "point_x": _("Point x"),
    "point_y": _("Point y"),
    "along": _("Line"),
    "a_x": _("A, x"),
    "a_y": _("A, y"),
    "b_x": _("B, x"),
    "b_y": _("B, y"),
    "weight": _("Weight of B w"),
    "level": _("Level"),
    "start_x": _("Start x"),
    "start_y": _("Start y"),
    "seed": _("Seed"),
    "resolution": _("Resolution"),
    "contours": _("Contours"),
    "depth": _("Depth"),
    "width": _("Width"),
    "activation": _("Activation"),
    "slope": _("Slope a"),
    "init_a": _("Init A"),
    "init_b": _("Init B"),
    "init_c": _("Init C"),
    "init_d": _("Init D"),
    "std": _("Scale σ"),
    "std_a": _("Scale A σ"),
    "std_b": _("Scale B σ"),
    "std_c": _("Scale C σ"),
    "std_d": _("Scale D σ"),
    "bias": _("Bias b"),
    "norm": _("Norm"),
    "norm_place": _("Norm stands"),
    "residual": _("Residual"),
    "input": _("Input"),
    "preprocess": _("Preprocess"),
    "samples": _("Samples"),
    "seeds": _("Seeds"),
    "scale_rate": _("Scale the rate"),
    "z_range": _("Range of z ±"),
    "preview": _("Preview"),
    "bins": _("Bins"),
    "side": _("Train side"),
    "rates": _("Nets"),
    "rate_factor": _("Factor between"),
    "cadence": _("Measure every"),
    "rate_changes": _("Rate changes"),
    "z_reach": _("Draw z in ±"),
    "zigzag_rate": _("Zig-zag η"),
    "zigzag_steps": _("Zig-zag steps"),
    "symmetry_steps": _("Symmetry steps"),
    "measure_cost": _("Measure cost"),
    "correlation": _("Correlation ρ"),
    "ratio": _("Ratio of spreads"),
    "offset": _("Offset"),
    "rows": _("Rows"),
    "held_out": _("Held out"),
    "components": _("Components k"),
    "source": _("Source"),
    "path": _("File"),
    "batch": _("Batch N"),
    "size": _("Size"),
    "images": _("Pictures"),
    "numbers": _("Numbers x"),
    "layout": _("Layout"),
    "channels": _("Channels C"),
    "offsets": _("Offsets μ"),
    "scales": _("Scales σ"),
    "convolve": _("Convolve"),
    "undo": _("Undo"),
    "gammas": _("γ by channel"),
    "betas": _("β by channel"),
    "variant": _("Written as"),
    "stream": _("Stream"),
    "batches": _("Batches T"),
    "features": _("Features C"),
    "drift": _("Drift"),
    "fine_tuning": _("Second task"),
    "shift": _("Its shift"),
    "values": _("Batch x"),
    "upstream": _("Upstream dL/dy"),
    "vary": _("Vary"),
    "norms": _("Norms"),
    "init_scale": _("Initial scale"),
    "placement": _("Placement"),
    "epochs": _("Epochs"),
    "factor": _("Factor a"),
    "negate": _("Negative a"),
    "groups": _("Groups G"),
    "eps": _("Epsilon ε"),
    "gamma": _("Gamma γ"),
    "beta": _("Beta β"),
    "momentum": _("Momentum m"),
    "alpha": _("Alpha α"),
    "rho": _("Rho ρ"),
    "beta1": _("Beta β₁"),
    "beta2": _("Beta β₂"),
    "momentum_decay": _("Decay ψ"),
    "weight_decay": _("Weight decay λ"),
    "clip": _("Clip"),
    "schedule": _("Schedule"),
    "noise": _("Noise σ"),
    "damping": _("Damping δ"),
    "gtol": _("Ends below |g|"),
    "eta_minus": _("Factor η⁻"),
    "eta_plus": _("Factor η⁺"),
    "device": _("Device"),
}

HYPER: Mapping[str, str] = {
    "batch": _("Batch b"),
    "momentum": _("Momentum μ"),
}
"""Of a competitor, where a field of that name is called otherwise."""

CHOICES: Mapping[str, str] = {
    "rosenbrock": _("Rosenbrock"),
    "beale": _("Beale"),
    "himmelblau": _("Himmelblau"),
    "booth": _("Booth"),
    "matyas": _("Matyas"),
    "ravine": _("Ravine"),
    "saddle": _("Saddle"),
    "monkey_saddle": _("Monkey saddle"),
    "double_well": _("Double well"),
    "plateau": _("Plateau"),
    "mccormick": _("McCormick"),
    "three_hump_camel": _("Three-hump camel"),
    "six_hump_camel": _("Six-hump camel"),
    "styblinski_tang": _("Styblinski-Tang"),
    "rastrigin": _("Rastrigin"),
    "formula": _("Your own formula"),
    "ackley": _("Ackley"),
    "levy": _("Levy"),
    "griewank": _("Griewank"),
    "branin": _("Branin"),
    "easom": _("Easom"),
    "goldstein_price": _("Goldstein-Price"),
    "sphere": _("Sphere"),
    "zakharov": _("Zakharov"),
    "dixon_price": _("Dixon-Price"),
    "quadratic": _("Quadratic of chosen condition"),
    "parabola": _("Parabola (1-D)"),
    "two_valleys": _("Two valleys (1-D)"),
    "cosine_valley": _("Waves in a valley (1-D)"),
    "smooth_abs": _("Nearly |x| (1-D)"),
    "inflection": _("Inflection x³ (1-D)"),
    "quartic": _("Quartic x⁴ (1-D)"),
    "linear_regression": _("Linear regression (data)"),
    "sparse_regression": _("Regression on a rare feature (data)"),
    "logistic_regression": _("Logistic regression on two digits (data)"),
    "tanh_net": _("Two-weight tanh net (data)"),
    "gd": _("GD"),
    "momentum": _("Momentum"),
    "nesterov": _("Nesterov"),
    "adagrad": _("Adagrad"),
    "adadelta": _("Adadelta"),
    "rmsprop": _("RMSprop"),
    "adam": _("Adam"),
    "nadam": _("NAdam"),
    "adamw": _("AdamW"),
    "radam": _("RAdam"),
    "adamax": _("Adamax"),
    "rprop": _("Rprop"),
    "sgd": _("SGD"),
    "newton": _("Newton"),
    "damped_newton": _("Damped Newton"),
    "saddle_free_newton": _("Saddle-free Newton"),
    "conjugate_gradient": _("Conjugate gradient"),
    "bfgs": _("BFGS"),
    "lbfgs": _("L-BFGS"),
    "constant": _("constant"),
    "step": _("step decay"),
    "inverse": _("1/t"),
    "cosine": _("cosine"),
    "warmup": _("warm-up"),
    "downhill": _("downhill, -g"),
    "x": _("along x"),
    "y": _("along y"),
    "equalized": _("equalized"),
    "linear": _("linear"),
    "logarithmic": _("logarithmic"),
    "steps": _("updates"),
    "evaluations": _("evaluations"),
    "samples": _("samples seen"),
    "tanh": _("tanh"),
    "relu": _("ReLU"),
    "sigmoid": _("sigmoid"),
    "leaky_relu": _("Leaky ReLU"),
    "elu": _("ELU"),
    "selu": _("SELU"),
    "gelu": _("GELU"),
    "silu": _("SiLU"),
    "softplus": _("softplus"),
    "identity": _("identity"),
    "none": _("none"),
    "zeros": _("Zeros"),
    "normal": _("Normal N(0, σ²)"),
    "uniform": _("Uniform U(±√3 σ)"),
    "lecun_normal": _("LeCun normal"),
    "lecun_uniform": _("LeCun uniform"),
    "fan_in_normal": _("1/√fan_in (“Xavier”)"),
    "xavier_normal": _("Xavier normal"),
    "xavier_uniform": _("Xavier uniform"),
    "kaiming_normal": _("He (Kaiming) normal"),
    "kaiming_uniform": _("He (Kaiming) uniform"),
    "kaiming_normal_out": _("He normal, fan-out"),
    "kaiming_uniform_out": _("He uniform, fan-out"),
    "orthogonal": _("Orthogonal"),
    "sparse": _("Sparse, 15 a unit"),
    "torch_default": _("torch's default"),
    "before": _("before the activation"),
    "after": _("after the activation"),
    "scaled": _("one mean, one std"),
    "channel_centered": _("channel-centered"),
    "centered": _("centered"),
    "standardized": _("standardized"),
    "min_max": _("each to [-1, 1]"),
    "pca": _("rotated (PCA)"),
    "whitened": _("whitened"),
    "cloud": _("Cloud"),
    "digits": _("Digits"),
    "photos": _("Photos"),
    "noise": _("Noise"),
    "file": _("File (.npy)"),
    "numbers": _("Numbers"),
    "images": _("Your pictures"),
    "maps": _("maps [N, C, H, W]"),
    "dense": _("dense [N, D]"),
    "no": _("no"),
    "exact": _("γ = √(σ² + ε), β = μ"),
    "notes": _("γ = σ, β = μ (the notes)"),
    "definition": _("the definition"),
    "unbiased": _("unbiased variance"),
    "std_plus_eps": _("σ + ε, not √(σ² + ε)"),
    "dense_axes": _("a dense layer's axes"),
    "nothing": _("nothing"),
    "learning_rate": _("the learning rate"),
    "batch": _("the batch"),
    "init_scale": _("the initial scale"),
    "depth": _("the depth"),
    "placement": _("the placement"),
    "bn": _("BN"),
    "ln": _("LN"),
    "in": _("IN"),
    "gn": _("GN"),
    "rms": _("RMS"),
}

CHOICES_OF_FIELD: Mapping[str, Mapping[str, str]] = {
    "input": {"normal": _("Normal N(0, 1)")},
    "norms": {"none": _("None")},
    "placement": {"before": _("norm, then ReLU"), "after": _("ReLU, then norm")},
    "preprocess": {"none": _("raw")},
    "side": {side: side.upper() for side in "abcd"},
    **{f"init_{side}": {"constant": _("Constant σ")} for side in "abcd"},
    "x_parameter": {**FIELDS, **HYPER},
    "y_parameter": {**FIELDS, **HYPER},
}

NORM_NAMES: Mapping[str, str] = {
    "bn": _("Batch norm"),
    "ln": _("Layer norm"),
    "in": _("Instance norm"),
    "gn": _("Group norm"),
    "rms": _("RMS norm"),
}

NODES: Mapping[str, str] = {
    "x": _("input x"),
    "mean": _("mean μ"),
    "centered": _("centered c"),
    "squared": _("squared q = c²"),
    "variance": _("variance σ²"),
    "root": _("root s"),
    "inverse": _("inverse v = 1/s"),
    "normalized": _("normalized"),
    "gamma": _("scale γ"),
    "scaled": _("scaled z"),
    "beta": _("shift β"),
    "shifted": _("output y"),
}
"""Of the graph of a batch normalization."""

VERDICTS: Mapping[Verdict, str] = {
    Verdict.MOVING: _("moving"),
    Verdict.MINIMUM: _("minimum"),
    Verdict.SADDLE: _("saddle"),
    Verdict.MAXIMUM: _("maximum"),
    Verdict.UNDECIDED: _("undecided: an eigenvalue is 0"),
    Verdict.OUTSIDE: _("outside the drawn domain"),
    Verdict.DIVERGED: _("diverged"),
}

DEFINITENESS: Mapping[Definiteness, str] = {
    Definiteness.POSITIVE_DEFINITE: _("positive definite"),
    Definiteness.NEGATIVE_DEFINITE: _("negative definite"),
    Definiteness.INDEFINITE: _("indefinite"),
    Definiteness.POSITIVE_SEMIDEFINITE: _("positive semi-definite: an eigenvalue is 0"),
    Definiteness.NEGATIVE_SEMIDEFINITE: _("negative semi-definite: an eigenvalue is 0"),
    Definiteness.ZERO: _("zero: both eigenvalues are 0"),
    Definiteness.NOT_FINITE: _("not finite here"),
}
"""Of the Hessian."""

QUANTITIES: Mapping[str, str] = {
    "position": _("position p"),
    "gradient": _("gradient g"),
    "treated": _("g of its batch, with noise, clip, decay"),
    "learning_rate": _("rate η now"),
    "update": _("update Δp"),
    "effective_rate": _("effective rate -Δp/g"),
    "next": _("next p"),
}
"""Of a step; a memory is called as in the formula, and ' marks it after the step."""

CONDITIONS: Mapping[Condition, str] = {
    Condition.BROKEN: _("broken: values overflow to infinity or NaN"),
    Condition.EXPLODING: _(
        "exploding: the last layer's std is {forward} times the first's, and the gradient reaching "
        "layer 1 is {backward} times layer {depth}'s"
    ),
    Condition.VANISHING: _(
        "vanishing: layer {depth}'s std is {last_std}, {forward} of layer 1's; the gradient "
        "reaching layer 1 is {backward} of layer {depth}'s"
    ),
    Condition.SATURATED: _(
        "saturated: at layer {depth}, {saturated} of the values lie on the flats"
    ),
    Condition.DYING: _("dying: at layer {depth}, {dead} of the units are zero for every sample"),
    Condition.HEALTHY: _(
        "healthy: layer {depth}'s std is {forward} of layer 1's, the gradient reaching layer 1 is "
        "{backward} of layer {depth}'s"
    ),
}

ONLY_LAYER = _("healthy: the only layer's std is {last_std}")

OUTCOMES: Mapping[Outcome, str] = {
    Outcome.BEGUN: _("{net} has begun: batch loss {loss}."),
    Outcome.LEARNS: _("{net} learns: loss {loss}, accuracy {train}, held out {test}."),
    Outcome.STILL: _("{net} stands still at ln 10, with {dead} of its units dead."),
    Outcome.WORSE: _(
        "{net} is worse than a net that says nothing: loss {loss}, {dead} of its units dead."
    ),
    Outcome.DIVERGED: _("{net} diverged at step {step}."),
}

REASONS: Mapping[Reason, str] = {
    Reason.UNKNOWN: _("there is no such parameter; there are {accepted}"),
    Reason.NOT_A_NUMBER: _("“{given}” is not a number; accepted: {accepted}"),
    Reason.NOT_AN_INTEGER: _("{given} is not a whole number; accepted: {accepted}"),
    Reason.NOT_A_SWITCH: _("“{given}” is neither on nor off; accepted: {accepted}"),
    Reason.OUT_OF_RANGE: _("{given} is out of range; accepted: {accepted}"),
    Reason.NOT_A_CHOICE: _("“{given}” is not one of the choices; accepted: {accepted}"),
    Reason.NOT_A_LIST: _("{given} is not a list; accepted: {accepted} entries"),
    Reason.NOT_A_FORMULA: _("“{given}”: {detail}; accepted: {accepted}"),
    Reason.NOT_NUMBERS: _("“{given}” is not a row of numbers; accepted: {accepted}"),
    Reason.CONSTANT: _("“{given}” is the same everywhere; accepted: a formula with {accepted}"),
    Reason.NOWHERE_FINITE: _("“{given}” is finite nowhere in {accepted}"),
    Reason.NOT_FINITE_AT_START: _("the surface is not finite at the start {given}"),
    Reason.TOO_FEW: _("{given} chosen are too few; accepted: {accepted}"),
    Reason.TOO_MANY: _("{given} chosen are too many; accepted: {accepted}"),
    Reason.NO_FILE: _("no file is chosen; accepted: {accepted}"),
    Reason.MISSING_FILE: _("“{given}” does not exist; accepted: a path that does"),
    Reason.NOT_A_FILE: _("“{given}” is not a file that can be opened; accepted: {accepted}"),
    Reason.BROKEN_FILE: _("“{given}” is broken or of another format; accepted: {accepted}"),
    Reason.OBJECTS: _("“{given}” holds Python objects, which are not opened; accepted: {accepted}"),
    Reason.NOT_NUMERIC: _("values of type {given} are not real numbers; accepted: {accepted}"),
    Reason.WRONG_SHAPE: _("an array of shape {given} does not fit; accepted: {accepted}"),
    Reason.TOO_LARGE: _("{given} is more than memory is given for; accepted: {accepted}"),
    Reason.NO_PICTURE: _("“{given}” holds no picture; accepted: {accepted}"),
    Reason.PICTURE_TOO_LARGE: _("the picture {given} is too large; accepted: {accepted} a side"),
    Reason.TOO_FEW_VALUES: _(
        "a tensor of {given} leaves one value a channel, which has no variance; "
        "accepted: {accepted}"
    ),
    Reason.NOT_FINITE: _("{given} values are NaN or infinite; accepted: {accepted}"),
    Reason.NOT_AVAILABLE: _("{given} is not on this machine; accepted: {accepted}"),
}

FAULTS: Mapping[Fault, str] = {
    Fault.EMPTY: _("the formula is empty"),
    Fault.TOO_LONG: _("the formula is too long"),
    Fault.SYNTAX: _("not a formula from position {position} on"),
    Fault.NOT_ALLOWED: _("{part} at position {position} is not part of a formula"),
    Fault.UNKNOWN_NAME: _("“{part}” at position {position} is neither x, y nor a known function"),
    Fault.UNDEFINED: _("a part of the formula is no real number, like 1/0 or sqrt(-1)"),
    Fault.TOO_COMPLEX: _(
        "the formula is too long or too deeply nested, from position {position} on"
    ),
    Fault.EXPONENT: _("the exponent {part} at position {position} is too large"),
}

DEVICES: Mapping[str, str] = {"cpu": "CPU", "cuda": "CUDA", "mps": "MPS"}


def field(name: str) -> str:
    """The label of a spec's field."""
    return tr(FIELDS[name])


def hyper(name: str) -> str:
    """The label of a competitor's hyper-parameter; its last word is the symbol."""
    return tr(HYPER.get(name) or FIELDS[name])


def choice(field: str, value: object) -> str:
    """What a choice is called; a number is its own name."""
    text = CHOICES_OF_FIELD.get(field, {}).get(str(value)) or CHOICES.get(str(value))
    return tr(text) if text is not None else str(value)


def competitor(text: str, *, tuned: bool = False) -> str:
    """A competitor's name from its text form: ``Adam β₁=0.5``. Where rates are ``tuned``, its own
    does not hold, and is not named."""
    key, *settings = text.split(":")
    pairs = (s.split("=") for s in settings)
    named = [
        f"{hyper(n).split()[-1]}={choice(n, v)}"
        for n, v in pairs
        if not (tuned and n == "learning_rate")
    ]
    return " ".join([tr(CHOICES[key]), *named])


def norm(key: str, dense: bool = False, variant: Variant = Variant.DEFINITION) -> str:
    """What a normalization is called, with the axes that share a mean."""
    return f"{tr(NORM_NAMES[key])} [{NORMS[key].shared(dense=dense, variant=variant)}]"


def number(value: float, digits: int = 3) -> str:
    """As many digits as mean something; NaN and infinities as signs."""
    if value != value:
        return "–"
    if value in (float("inf"), float("-inf")):
        return "∞" if value > 0 else "-∞"
    text = f"{value + 0.0:.{digits}g}"  # a zero loses its sign
    if "e" in text and 1 <= abs(value) < 1e4:
        return str(int(float(text)))  # 100, not 1e+02
    return text


def duration(seconds: float) -> str:
    """A time in the unit that suits it."""
    return f"{number(seconds)} s" if seconds >= 1 else f"{number(1000 * seconds)} ms"


def percent(share: float) -> str:
    """A share of one, as a percentage."""
    return f"{number(100 * share)} %"


def refusal(error: SpecError, name: str | None = None) -> str:
    """A sentence that says what is wrong and what would be right."""
    given = plain(error.given) if isinstance(error.given, float) else str(error.given)
    given = " ".join(given.split())  # one line, whatever was typed
    detail = ""
    if isinstance(error.detail, FormulaError):
        fault = error.detail
        detail = tr(FAULTS[fault.fault], position=fault.position + 1, part=fault.part)
    parts = {"given": given, "accepted": error.accepted, "detail": detail}
    sentence = tr(REASONS[error.reason], **parts)
    return tr("{name}: {sentence}", name=name or error.field, sentence=sentence)


def diagnosis(found: Diagnosis) -> str:
    """The condition of a net's signal in words, with its numbers."""
    alone = found.depth == 1 and found.condition is Condition.HEALTHY
    return tr(
        ONLY_LAYER if alone else CONDITIONS[found.condition],
        depth=found.depth,
        last_std=number(found.last_std, 2),
        forward=number(found.forward, 2),
        backward=number(found.backward, 2),
        saturated=percent(found.saturated),
        dead=percent(found.dead),
    )


def saturated_on_the_way(found: Diagnosis) -> str:
    """What the last layer does not show."""
    return tr(
        "Saturated at layer {layer}: {share} of its values lie on the flats.",
        layer=found.flattest,
        share=percent(found.flattest_share),
    )


def saturated_yet_growing(found: Diagnosis) -> str:
    """What is wrong with "saturated, so gradients vanish"."""
    return tr(
        "Saturated, and yet the gradient grows {growth} times a layer: at layer 1 the median of "
        "|dL/dz| is {median}, its RMS {rms}. A few steep units carry it.",
        growth=number(found.growth, 2),
        median=number(found.median, 2),
        rms=number(found.rms, 2),
    )


def fallback(reason: str) -> str:
    """What is said when a GPU gave up and the CPU did the work."""
    return tr("The GPU failed, so the CPU did the work: {reason}", reason=reason)
