"""The readings of Networks: what results say, in words and tables. No Qt."""

from __future__ import annotations

from collections.abc import Iterator

from app.labs.networks.words import OPERATIONS
from app.words.labels import field, tr
from app.words.reading import Reading
from app.words.vocabulary import choice, value_words
from core.networks.architecture import ArchitectureFrame, ArchitectureSpec, known_as
from core.parameters import parameters


def architecture(spec: ArchitectureSpec, frame: ArchitectureFrame) -> Reading:
    """What the net costs, and each of its rows."""
    sentence = tr(
        "{parameters} parameters, {macs} million MACs, {depth} weighted layers deep; the last map "
        "sees {field} x {field} pixels.",
        parameters=f"{frame.total_parameters:,}",
        macs=f"{frame.total_macs / 1e6:,.0f}",
        depth=frame.weighted_depth,
        field=frame.receptive_field,
    )
    headers = (
        tr("Row"),
        tr("Operation"),
        tr("Shape"),
        tr("Parameters"),
        tr("MACs"),
        tr("Sees"),
    )
    rows = tuple(
        (
            name,
            tr(OPERATIONS[operation]),
            " x ".join(map(str, shape)),
            f"{parameters:,}",
            f"{macs:,}",
            str(seen),
        )
        for name, operation, shape, parameters, macs, seen in zip(
            frame.names,
            frame.operations,
            frame.shapes.tolist(),
            frame.parameters.tolist(),
            frame.macs.tolist(),
            frame.receptive_fields.tolist(),
            strict=True,
        )
    )
    return Reading((sentence, *_differences(spec)), headers, rows)


def _differences(spec: ArchitectureSpec) -> Iterator[str]:
    """How a net differs from the one it was chosen as, and the known net that it has become."""
    if changed := changes(spec):
        yield tr(
            "It differs from {net} in: {changes}.",
            net=choice(spec.key, "net", spec.net),
            changes=", ".join(changed),
        )
    known = known_as(spec)
    if known not in ("", spec.net):
        yield tr("That makes it {net}.", net=choice(spec.key, "net", known))


def changes(spec: ArchitectureSpec) -> list[str]:
    """The fields in which a net is not the one it was chosen as: name, value, and its own value."""
    found = []
    for parameter in parameters(type(spec)):
        now, own = getattr(spec, parameter.name), parameter.default_for(spec)
        if parameter.name != "net" and parameter.applies_to(spec) and now != own:
            pair = (value_words(parameter, value) for value in (now, own))
            found.append("{} {} ({})".format(field(parameter), *pair))
    return found
