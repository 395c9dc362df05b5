"""The reading of the page that compares the norms on one batch. No Qt."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from app.labs.normalization.naming import norm
from app.labs.normalization.words import NORM_NAMES
from app.words.labels import number, tr
from app.words.reading import Reading
from app.words.vocabulary import choice
from core.data.arrays import shape_of
from core.data.choosing import SEQUENCES, orders_of
from core.data.images import ALPHA, DEEP, FLOATS, find_pictures, treatments
from core.layers.norms import NORMS, Variant
from core.normalization.inputs import from_file
from core.normalization.normalization import NormalizationFrame, NormalizationSpec, is_hole
from core.parameters import SpecError

Array = np.ndarray[Any, Any]

ROUNDING = 16.0
"""The most roundings by which two orders of adding the same float32 numbers may differ."""
NOT_SUBTRACTED = "–"
"""The sign in place of a mean for RMS norm, which subtracts none."""


def normalization(spec: NormalizationSpec, frame: NormalizationFrame) -> Reading:
    """How far each norm is from torch's, and what its groups' statistics were."""
    sentences = [tr("Input: {shape}", shape=_shape(spec, frame.input)), *_of_norms(spec, frame)]
    few = frame.input.size <= FEW_VALUES
    digits = digits_of(frame)
    rows: list[tuple[str, ...]] = []
    for key in NORMS:
        statistics = frame.group(key)
        apart, ulp = frame.off_torch(key)
        rows.append(
            (
                norm(key, spec),
                *([_values(frame.output(key))] if few else []),
                str(statistics.mean.size),
                _range(statistics.mean, digits) if NORMS[key].center else NOT_SUBTRACTED,
                _range(statistics.std, 3),
                number(apart, 2),
                number(ulp, 2),
            )
        )
    headers = (
        tr("Norm [shared over]"),
        *([tr("Output")] if few else []),
        tr("Groups"),
        tr("Means"),
        tr("Stds"),
        tr("Off torch.nn by"),
        tr("in roundings"),
    )
    return Reading(tuple(sentences), headers, tuple(rows))


def digits_of(frame: NormalizationFrame) -> int:
    """The digits of a mean: what takes float64 differs only in late ones."""
    return 10 if frame.input.dtype == np.float64 else 3


def _range(values: Array, digits: int) -> str:
    """The lowest and the highest finite value as text; one number where both read the same."""
    finite = values[np.isfinite(values)]
    ends = (
        [number(float(end), digits) for end in (finite.min(), finite.max())] if finite.size else []
    )
    return " … ".join(dict.fromkeys(ends)) or number(np.nan)


def _shape(spec: NormalizationSpec, array: Array) -> str:
    """The batch's shape in the field's notation: 8 x 8 x 128 x 128; a sequence has no height."""
    flat = from_file(spec) and spec.axes == SEQUENCES
    shape = (*array.shape[:2], array.shape[-1]) if flat else array.shape
    return " x ".join(map(str, shape))


FEW_VALUES = 12
"""The most values that are written out one by one."""
NOTES_NUMBERS, NOTES_CLAIM = "3, 5, 7, 2", "-0.35, 0.21, 0.77, -0.63"
"""The numbers that the notes normalize, and the result that they claim."""


def _values(output: Array) -> str:
    return ", ".join(number(value) for value in output.ravel())


def _is_plain(spec: NormalizationSpec) -> bool:
    """Whether LN's output is (x - μ) / √(σ² + ε) and nothing else."""
    given = (spec.gamma, spec.beta, spec.gammas, spec.betas, spec.undo)
    return spec.variant == Variant.DEFINITION and given == (1, 0, "", "", "no")


def _of_norms(spec: NormalizationSpec, frame: NormalizationFrame) -> Iterator[str]:
    """Sentences about this input, these norms, and this variant of their formula."""
    yield from _of_input(spec, frame)
    if spec.source == "numbers" and spec.numbers == NOTES_NUMBERS and _is_plain(spec):
        yield tr(
            "The notes give {claim}; the definition gives {values}.",
            claim=NOTES_CLAIM,
            values=_values(frame.ln),
        )
    yield from _of_holes(spec, frame)
    if spec.undo != "no" and np.isfinite(frame.undone).all():
        yield tr(
            "Batch norm is undone within {exact} by γ = √(σ² + ε), within {notes} by the notes' "
            "γ = σ. γ and β belong to channels, so they undo no norm of a sample.",
            exact=number(frame.undone[0], 2),
            notes=number(frame.undone[1], 2),
        )
    if spec.variant != Variant.DEFINITION:
        yield _of_variant(spec, frame)
        return  # a wrong LN is no GN(1), and that it is not says nothing
    yield from _nearer(frame)
    ln, instance = number(float(frame.ln_gn1), 2), number(float(frame.in_gnc), 2)
    if np.isfinite(frame.in_gnc):
        yield tr(
            "LN is GN(1) within {ln}, IN is GN(C) within {instance}.", ln=ln, instance=instance
        )
    elif np.isfinite(frame.ln_gn1):  # IN is a hole
        yield tr("LN is GN(1) within {ln}.", ln=ln)


def _of_input(spec: NormalizationSpec, frame: NormalizationFrame) -> Iterator[str]:
    """How a file's axes were read, and what float32 would have made of the numbers."""
    if from_file(spec) and len(orders_of(shape_of(spec.path, spec.array))) > 1:
        yield tr("Read as {axes}.", axes=choice(spec.key, "axes", spec.axes))
    if spec.source == "images":
        yield from _of_pictures(spec)
    if bad := int(frame.input_nonfinite):
        yield tr("{count} values of the input are NaN or infinite.", count=bad)
    if frame.input.dtype != np.float64:
        return
    if beyond := int(frame.beyond):
        yield tr(
            "{count} values are too large for float32, so all of this is computed in float64.",
            count=beyond,
        )
    elif merged := int(frame.merged):
        yield tr(
            "In float32, {count} of the distinct values would be lost, so all of this is computed "
            "in float64.",
            count=merged,
        )
    else:
        yield tr("Float32 is too coarse or too narrow for this, so it is computed in float64.")


def _of_pictures(spec: NormalizationSpec) -> Iterator[str]:
    """What was done to a person's own pictures before they are numbers."""
    try:
        done = treatments(find_pictures(spec.images, spec.batch))
    except SpecError:
        return
    if ALPHA in done:
        yield tr("What is transparent lies over white.")
    if DEEP in done:
        yield tr("Gray of 16 bits is divided by 65535.")
    if FLOATS in done:
        yield tr("Floats outside 0..1 are stretched to it.")


def _of_holes(spec: NormalizationSpec, frame: NormalizationFrame) -> Iterator[str]:
    """Which norms leave nothing of a batch of this shape, and why."""
    if is_hole("bn", frame.input.shape):
        yield tr(
            "{norm} is undefined: a single sample leaves one value a channel, "
            "which has no variance.",
            norm=norm("bn", spec),
        )
    if is_hole("in", frame.input.shape):
        yield tr(
            "{norm} is undefined: each map is a single value, which has no variance; "
            "maps of 2 or more pixels have one.",
            norm=norm("in", spec),
        )
    alone = frame.gn_group.mean.size == frame.input.size and spec.variant == Variant.DEFINITION
    if alone:
        yield tr("Each group of group norm is a single value, so its output is β everywhere.")


def _of_variant(spec: NormalizationSpec, frame: NormalizationFrame) -> str:
    worst = max(NORMS, key=lambda key: np.nan_to_num(frame.off_torch(key)[0], nan=-1.0))
    apart, ulp = frame.off_torch(worst)
    return tr(
        "Written as “{variant}”: {norm} is off torch.nn by {apart}, {ulp} roundings.",
        variant=choice(spec.key, "variant", spec.variant),
        norm=tr(NORM_NAMES[worst]),
        apart=number(apart, 2),
        ulp=number(ulp, 2),
    )


def _nearer(frame: NormalizationFrame) -> Iterator[str]:
    """Where our norm and torch's are apart: which of them is nearer to the float64 result."""
    keys = list(NORMS)
    known = [k for k in range(len(keys)) if frame.off_torch(keys[k])[1] > ROUNDING]
    known = [k for k in known if np.isfinite(frame.exact_difference[k])]
    if not known:
        return
    worst = max(known, key=lambda k: frame.off_torch(keys[k])[1])
    ours, theirs = frame.exact_difference[worst], frame.torch_exact_difference[worst]
    says = {
        "norm": tr(NORM_NAMES[keys[worst]]),
        "ours": number(float(ours), 2),
        "theirs": number(float(theirs), 2),
    }
    if ours <= theirs:
        yield tr(
            "{norm} in float64 is {theirs} from torch.nn's float32 and {ours} from ours: torch.nn "
            "is off.",
            **says,
        )
    else:
        yield tr(
            "{norm} in float64 is {ours} from our float32 and {theirs} from torch.nn's: ours is "
            "off.",
            **says,
        )
