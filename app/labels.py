"""The words for every key that core speaks in: English literals, marked for translation.

Needs no Qt, so the command line speaks from here too (in English). The window sets a translator
with :func:`use`; :func:`tr` is the one way by which any text of the app reaches a person.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from core.normalization.norms import NORMS
from core.optimization.curvature import Verdict
from core.optimization.formula import Fault, FormulaError
from core.parameters import Reason, SpecError, plain
from core.signals.diagnosis import Condition, Diagnosis


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
    "landscape": _("A surface's heights and contour lines"),
    "basins": _("Which minimum each start leads to"),
    "sweep": _("Steps needed under each pair of two hyper-parameters"),
    "activations": _("A signal's way through a deep net, under two initializations"),
    "normalization": _("Batch, layer, instance and group normalization of one tensor"),
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
    "optimizers": _("Competitors"),
    "optimizer": _("Optimizer"),
    "x_parameter": _("Across"),
    "y_parameter": _("Upwards"),
    "x_low": _("Across, from"),
    "x_high": _("Across, to"),
    "y_low": _("Upwards, from"),
    "y_high": _("Upwards, to"),
    "tolerance": _("Tolerance"),
    "learning_rate": _("Learning rate η"),
    "tune": _("Tune the rates"),
    "steps": _("Steps"),
    "budget": _("Steps count"),
    "start_x": _("Start x"),
    "start_y": _("Start y"),
    "seed": _("Seed"),
    "resolution": _("Resolution"),
    "contours": _("Contours"),
    "depth": _("Depth"),
    "width": _("Width"),
    "activation": _("Activation"),
    "init_a": _("Init A"),
    "init_b": _("Init B"),
    "std": _("Normal σ"),
    "input": _("Input"),
    "samples": _("Samples"),
    "bins": _("Bins"),
    "source": _("Source"),
    "path": _("File"),
    "batch": _("Batch N"),
    "size": _("Size"),
    "convolve": _("Convolve"),
    "groups": _("Groups G"),
    "eps": _("Epsilon ε"),
    "gamma": _("Gamma γ"),
    "beta": _("Beta β"),
    "momentum": _("Momentum μ"),
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
    "step": _("step"),
    "inverse": _("1/t"),
    "cosine": _("cosine"),
    "warmup": _("warm-up"),
    "steps": _("updates"),
    "evaluations": _("evaluations"),
    "tanh": _("tanh"),
    "relu": _("ReLU"),
    "sigmoid": _("sigmoid"),
    "identity": _("identity"),
    "zeros": _("Zeros"),
    "normal": _("Normal N(0, σ²)"),
    "xavier_normal": _("Xavier normal"),
    "xavier_uniform": _("Xavier uniform"),
    "kaiming_normal": _("He (Kaiming) normal"),
    "kaiming_uniform": _("He (Kaiming) uniform"),
    "torch_default": _("torch's default"),
    "digits": _("Digits"),
    "photos": _("Photos"),
    "noise": _("Noise"),
    "file": _("File (.npy)"),
}

CHOICES_OF_FIELD: Mapping[str, Mapping[str, str]] = {
    "input": {"normal": _("Normal N(0, 1)")},
    "x_parameter": FIELDS,
    "y_parameter": FIELDS,
}

NORM_NAMES: Mapping[str, str] = {
    "bn": _("Batch norm"),
    "ln": _("Layer norm"),
    "in": _("Instance norm"),
    "gn": _("Group norm"),
}

VERDICTS: Mapping[Verdict, str] = {
    Verdict.MOVING: _("moving"),
    Verdict.MINIMUM: _("minimum"),
    Verdict.SADDLE: _("saddle"),
    Verdict.MAXIMUM: _("maximum"),
    Verdict.UNDECIDED: _("undecided: an eigenvalue is 0"),
    Verdict.OUTSIDE: _("outside the drawn domain"),
    Verdict.DIVERGED: _("diverged"),
}

QUANTITIES: Mapping[str, str] = {
    "position": _("position p"),
    "gradient": _("gradient g"),
    "treated": _("g with noise, clip, decay"),
    "learning_rate": _("rate η now"),
    "update": _("update Δp"),
    "next": _("next p"),
}
"""Of a step; a memory is called as in the formula, and ' marks it after the step."""

CONDITIONS: Mapping[Condition, str] = {
    Condition.BROKEN: _("broken: values overflow to infinity or NaN"),
    Condition.EXPLODING: _(
        "exploding: the last layer's std is {forward} times the first's, and the gradient reaching "
        "layer 1 is {backward} of layer {depth}'s"
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

REASONS: Mapping[Reason, str] = {
    Reason.UNKNOWN: _("there is no such parameter; there are {accepted}"),
    Reason.NOT_A_NUMBER: _("“{given}” is not a number; accepted: {accepted}"),
    Reason.NOT_AN_INTEGER: _("{given} is not a whole number; accepted: {accepted}"),
    Reason.NOT_A_SWITCH: _("“{given}” is neither on nor off; accepted: {accepted}"),
    Reason.OUT_OF_RANGE: _("{given} is out of range; accepted: {accepted}"),
    Reason.NOT_A_CHOICE: _("“{given}” is not one of the choices; accepted: {accepted}"),
    Reason.NOT_A_LIST: _("{given} is not a list; accepted: {accepted} entries"),
    Reason.NOT_A_FORMULA: _("“{given}”: {detail}; accepted: {accepted}"),
    Reason.CONSTANT: _("“{given}” is the same everywhere; accepted: a formula with {accepted}"),
    Reason.NOWHERE_FINITE: _("“{given}” is finite nowhere in {accepted}"),
    Reason.NOT_FINITE_AT_START: _("the surface is not finite at the start {given}"),
    Reason.TOO_FEW: _("{given} chosen are too few; accepted: {accepted}"),
    Reason.TOO_MANY: _("{given} chosen are too many; accepted: {accepted}"),
    Reason.NO_FILE: _("no file is chosen; accepted: {accepted}"),
    Reason.MISSING_FILE: _("“{given}” does not exist; accepted: a path that does"),
    Reason.BROKEN_FILE: _("“{given}” is broken or of another format; accepted: {accepted}"),
    Reason.OBJECTS: _("“{given}” holds Python objects, which are not opened; accepted: {accepted}"),
    Reason.NOT_NUMERIC: _("values of type {given} are not real numbers; accepted: {accepted}"),
    Reason.WRONG_SHAPE: _("an array of shape {given} does not fit; accepted: {accepted}"),
    Reason.TOO_LARGE: _("{given} is more than memory is given for; accepted: {accepted}"),
    Reason.TOO_FEW_VALUES: _(
        "a tensor of {given} leaves one value a channel, which has no variance; "
        "accepted: {accepted}"
    ),
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


def choice(field: str, value: object) -> str:
    """What a choice is called; a number is its own name."""
    text = CHOICES_OF_FIELD.get(field, {}).get(str(value)) or CHOICES.get(str(value))
    return tr(text) if text is not None else str(value)


def competitor(text: str) -> str:
    """A competitor's name from its text form: ``Adam β₁=0.5``."""
    key, *settings = text.split(":")
    pairs = (s.split("=") for s in settings)
    named = [f"{field(n).split()[-1]}={choice(n, v)}" for n, v in pairs]
    return " ".join([tr(CHOICES[key]), *named])


def norm(key: str) -> str:
    """What a normalization is called, with the axes that share a mean."""
    return f"{tr(NORM_NAMES[key])} [{NORMS[key].sharing}]"


def number(value: float, digits: int = 3) -> str:
    """As many digits as mean something; NaN and infinities as signs."""
    if value != value:
        return "–"
    if value in (float("inf"), float("-inf")):
        return "∞" if value > 0 else "-∞"
    text = f"{value:.{digits}g}"
    if "e" in text and 1 <= abs(value) < 1e4:
        return str(int(float(text)))  # 100, not 1e+02
    return text


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
    return tr(
        CONDITIONS[found.condition],
        depth=found.depth,
        last_std=number(found.last_std, 2),
        forward=number(found.forward, 2),
        backward=number(found.backward, 2),
        saturated=percent(found.saturated),
        dead=percent(found.dead),
    )


def fallback(reason: str) -> str:
    """What is said when a GPU gave up and the CPU did the work."""
    return tr("The GPU failed, so the CPU did the work: {reason}", reason=reason)
