"""The reading of nets of several depths, in words and a table. No Qt."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from app.words.labels import number, percent, tr
from app.words.reading import Reading
from app.words.vocabulary import choice
from core.networks.depth import THEORY, DepthFrame, DepthSpec, record_of, theory_holds
from core.training.judging import Judged, judged
from core.training.rules import GOOD, UNKNOWN

LIKE = 0.03
"""The difference between two accuracies on 360 digits below which none is called better."""

EXPLODES = 1.2
"""The factor a block from which a gradient is said to explode: 15 blocks make it 15 times."""


def depth(spec: DepthSpec, frame: DepthFrame) -> Reading:
    """Where each net ends, what identities make of the shallow one, and what the gradient does."""
    names = [choice(spec.key, "kinds", kind) for kind in frame.kinds]
    depths = frame.depths.tolist()
    headers = (
        tr("Net"),
        *(tr("Loss at {depth}", depth=depth) for depth in depths),
        tr("Accuracy at {depth}", depth=depths[-1]),
        tr("Gradient x a block"),
        tr("Cosine at the end"),
    )
    rows = tuple(
        (
            name,
            *(_loss(frame, k, d) for d in range(len(depths))),
            _share(frame.accuracy[k, -1]),
            number(frame.growth[k, -1]),
            number(frame.last_cosine[k, -1]),
        )
        for k, name in enumerate(names)
    )
    return Reading(tuple(_sentences(spec, frame, names)), headers, rows)


def verdicts(spec: DepthSpec, frame: DepthFrame) -> dict[str, Judged]:
    """What ails each net, as far as its batch losses tell, by the net's name. They cannot tell a
    deep plain net, which hardly trains, from a healthy one: so nobody is called healthy here."""
    found = {
        f"{choice(spec.key, 'kinds', kind)} {depth}": judged(record_of(spec, frame, k, d))
        for k, kind in enumerate(frame.kinds)
        for d, depth in enumerate(frame.depths.tolist())
    }
    return {name: one for name, one in found.items() if one.verdict.key not in (GOOD, UNKNOWN)}


def _sentences(spec: DepthSpec, frame: DepthFrame, names: list[str]) -> Iterator[str]:
    if frame.step < frame.total:
        yield tr("Training: {share} done.", share=percent(frame.step / frame.total))
    yield from _of_depth(frame, names)
    yield from _of_identities(spec, frame)
    yield from _of_gradients(spec, frame, names)
    yield from _of_limits(spec, frame, names)


def _of_depth(frame: DepthFrame, names: list[str]) -> Iterator[str]:
    """Plain against the better residual net, at the greatest depth."""
    deepest = int(frame.depths[-1])
    last = frame.final_loss[:, -1]
    broken = [name for name, lost in zip(names, frame.diverged[:, -1], strict=True) if lost]
    if broken:
        yield tr(
            "Diverged at depth {depth}: {names} (holes in the pictures).",
            depth=deepest,
            names=", ".join(broken),
        )
    if "plain" not in frame.kinds or not np.isfinite(last[frame.kinds.index("plain")]):
        return
    plain = frame.kinds.index("plain")
    others = [k for k in range(len(names)) if k != plain and np.isfinite(last[k])]
    if not others:
        if len(frame.depths) > 1:
            yield tr(
                "Plain ends at a training loss of {first} at depth {shallow}, of {last} at depth "
                "{deep}.",
                first=number(frame.final_loss[plain, 0]),
                shallow=int(frame.depths[0]),
                last=number(last[plain]),
                deep=deepest,
            )
        return
    ends = ", ".join(tr("{name} at {loss}", name=names[k], loss=number(last[k])) for k in others)
    best = min(others, key=lambda k: last[k])
    words = {"depth": deepest, "plain": number(last[plain]), "ends": ends}
    if last[best] < last[plain] / 2:
        times = number(last[plain] / last[best], 2)
        yield tr(
            "At depth {depth} plain ends at a training loss of {plain}, {ends}: {times} times "
            "less.",
            times=times,
            **words,
        )
    else:
        yield tr("At depth {depth} plain ends at a training loss of {plain}, {ends}.", **words)


def _of_identities(spec: DepthSpec, frame: DepthFrame) -> Iterator[str]:
    """The deep net that is made of the shallow one."""
    if not np.isfinite(frame.inserted_loss) or len(frame.depths) == 1:
        return
    same = frame.inserted_loss == frame.shallow_loss
    shallow, deep = int(frame.depths[0]), int(frame.depths[-1])
    digits = 3 if same else 7
    found = ""
    if "plain" in frame.kinds:
        plain = frame.final_loss[frame.kinds.index("plain"), -1]
        if plain > 2 * frame.inserted_loss:
            found = " " + tr("Depth {deep} can do it; training does not find it.", deep=deep)
    yield (
        tr(
            "{many} identities inserted into the net of depth {shallow} (no norm): {before} {sign} "
            "{after}.",
            many=deep - shallow,
            shallow=shallow,
            before=number(frame.shallow_loss, digits),
            sign="=" if same else "→",
            after=number(frame.inserted_loss, digits),
        )
        + found
    )


def _of_gradients(spec: DepthSpec, frame: DepthFrame, names: list[str]) -> Iterator[str]:
    """What each block does to the gradient, and, without a norm, to the difference of inputs."""
    if not np.isfinite(frame.growth[:, -1]).all():
        return
    factors = ", ".join(
        f"{name} x {number(factor)}"
        for name, factor in zip(names, frame.growth[:, -1], strict=True)
    )
    if theory_holds(spec) and "plain" in frame.kinds:
        sentence = tr(
            "Gradient a block towards the input: {factors} (theory, plain: {theory}).",
            factors=factors,
            theory=number(THEORY, 4),
        )
    else:
        sentence = tr("Gradient a block towards the input: {factors}.", factors=factors)
    yield " ".join(filter(None, (sentence, _verdict(frame))))
    if spec.norm == "bn" or "plain" not in frame.kinds:
        return
    plain = frame.kinds.index("plain")
    if frame.last_cosine[plain, -1] > frame.cosine[plain, -1, 0]:  # not where all units are dead
        yield tr(
            "In plain inputs become alike: their cosine is {first} behind the first block, {last} "
            "behind the last.",
            first=number(frame.cosine[plain, -1, 0]),
            last=number(frame.last_cosine[plain, -1]),
        )


def _verdict(frame: DepthFrame) -> str:
    """What the gradient does in the plain net, and what a skip changes."""
    if "plain" not in frame.kinds:
        return ""
    growth = dict(zip(frame.kinds, frame.growth[:, -1].tolist(), strict=True))
    plain = growth.pop("plain")
    if plain > EXPLODES:
        if growth and max(growth.values()) < plain:
            return tr("In plain it explodes, and a skip tames it.")
        return tr("It explodes; nothing vanishes.")
    skips_explode = bool(growth) and max(growth.values()) > EXPLODES
    if plain < 1 / EXPLODES:
        if skips_explode:
            return tr("In plain it vanishes; with a skip it explodes.")
        return tr("In plain it vanishes.")
    if skips_explode:
        return tr("In plain nothing vanishes; with a skip it explodes.")
    return tr("In plain nothing vanishes.")


def _of_limits(spec: DepthSpec, frame: DepthFrame, names: list[str]) -> Iterator[str]:
    """What does not hold on this scale: depth is cured, and not rewarded."""
    plain = frame.kinds.index("plain") if "plain" in frame.kinds else None
    if plain is not None and np.isfinite(frame.final_loss[plain]).all():
        best = int(frame.final_loss[plain].argmin())
        if best:
            yield tr(
                "Plain still gains up to depth {depth}: {before} → {after}.",
                depth=int(frame.depths[best]),
                before=number(frame.final_loss[plain, 0]),
                after=number(frame.final_loss[plain, best]),
            )
    if not np.isfinite(frame.accuracy[:, [0, -1]]).any(axis=0).all() or len(frame.depths) == 1:
        return
    first, last = np.nanargmax(frame.accuracy[:, 0]), np.nanargmax(frame.accuracy[:, -1])
    if abs(frame.accuracy[first, 0] - frame.accuracy[last, -1]) > LIKE:
        return
    yield tr(
        "New digits: {first} right at depth {shallow} ({one}), {last} at {deep} ({other}): depth "
        "is cured, not rewarded.",
        first=percent(frame.accuracy[first, 0]),
        shallow=int(frame.depths[0]),
        one=names[first],
        last=percent(frame.accuracy[last, -1]),
        deep=int(frame.depths[-1]),
        other=names[last],
    )


def _share(value: float) -> str:
    return percent(value) if np.isfinite(value) else number(value)


def _loss(frame: DepthFrame, k: int, d: int) -> str:
    if frame.diverged[k, d]:
        return tr("diverged")
    each = frame.final_losses[:, k, d]
    each = each[np.isfinite(each)]
    spread = f" ± {number(each.std(ddof=1), 2)}" if len(each) > 1 else ""
    return number(frame.latest_loss[k, d]) + spread
