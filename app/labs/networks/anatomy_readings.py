"""The reading of a counted net. No Qt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from app.labs.networks.anatomy_net import CountedNet
from app.labs.networks.counts import shape_words, share_words, short_count, times_words
from app.labs.networks.view import Place
from app.words.labels import field, tr
from app.words.reading import Reading
from app.words.vocabulary import choice, value_words
from core.networks.architecture import ArchitectureFrame, ArchitectureSpec, known_as
from core.parameters import parameters

COUNTERPARTS: Mapping[str, str] = {
    "lenet_bn": "lenet",
    "alexnet": "lenet",
    "vgg11": "alexnet",
    "vgg13": "vgg11",
    "vgg16": "alexnet",
    "vgg19": "vgg16",
    "nin": "alexnet",
    "googlenet": "vgg16",
    "inception_v3": "googlenet",
    "inception_v4": "inception_v3",
    "inception_resnet_v2": "inception_v4",
    "resnet34": "resnet18",
    "resnet50": "resnet34",
    "resnet101": "resnet50",
    "resnet152": "resnet101",
    "resnet50_v2": "resnet50",
    "resnext50_32x4d": "resnet50",
    "resnext101_32x8d": "resnet101",
    "densenet121": "resnet18",
    "densenet161": "densenet121",
    "densenet169": "densenet121",
    "densenet201": "densenet169",
    "densenet_d2l": "resnet18_d2l",
}
"""The net that each known net is usually compared with."""


def title_of(spec: ArchitectureSpec) -> str:
    """What a net is called: by the name of the known net that it is, whatever its input."""
    known = known_as(spec)
    name = choice(spec.key, "net", known or spec.net)
    return name if known else tr("{name}, changed", name=name)


def architecture(spec: ArchitectureSpec, frame: ArchitectureFrame) -> Reading:
    """What :func:`sentences_of` says, and the sums of each part."""
    net = CountedNet(title_of(spec), frame)
    headers = (
        tr("Part"),
        tr("Output"),
        tr("Parameters"),
        tr("share"),
        tr("MACs"),
        tr("share"),
        tr("Sees, px"),
    )
    return Reading(sentences_of(spec, net), headers, tuple(_rows(net)))


def sentences_of(spec: ArchitectureSpec, net: CountedNet) -> tuple[str, ...]:
    """What a net costs, which part costs most, and what the number in its name leaves out."""
    frame = net.frame
    return (
        tr(
            "{net}: {parameters} parameters, {macs} MACs for an input of {shape}; {depth} layers "
            "with weights one after another; the last map sees {field} px.",
            net=net.title,
            parameters=f"{frame.total_parameters:,}",
            macs=short_count(frame.total_macs),
            shape=shape_words(*(int(v) for v in frame.shapes[0])),
            depth=frame.weighted_depth,
            field=frame.receptive_field,
        ),
        *_largest(net),
        *_left_out(net),
        *_joined(net),
        *_beside(spec, frame),
        *_differences(spec),
        tr(
            "Only counted here, not trained. A MAC is a multiplication and an addition; “FLOPs” "
            "are MACs in some tables, twice as many in others."
        ),
    )


def _rows(net: CountedNet) -> Iterator[tuple[str, ...]]:
    frame = net.frame
    for k, part in enumerate(net.layout.parts):
        seen = net.field_at(Place(k))
        yield (
            net.part_names[k][0],
            shape_words(*(int(v) for v in frame.shapes[part.last])),
            f"{net.part_parameters[k]:,}",
            share_words(net.part_parameters[k] / max(1, frame.total_parameters)),
            f"{net.part_macs[k]:,}",
            share_words(net.part_macs[k] / max(1, frame.total_macs)),
            f"{seen:.0f}" if np.isfinite(seen) else tr("all"),
        )


def _largest(net: CountedNet) -> Iterator[str]:
    """Which part holds most parameters, and which does most MACs."""
    frame = net.frame
    held = net.part_parameters / max(1, frame.total_parameters)
    done = net.part_macs / max(1, frame.total_macs)
    if not len(held):
        return
    k, m = int(held.argmax()), int(done.argmax())
    names = [names[0] for names in net.part_names]
    if k == m:
        yield tr(
            "The most of both is in: {part}, {held} of the parameters and {done} of the MACs.",
            part=names[k],
            held=share_words(held[k]),
            done=share_words(done[k]),
        )
    else:
        yield tr(
            "The most parameters, {held}, are in: {part}, with {done} of the MACs; the most MACs, "
            "{most}, in: {other}.",
            part=names[k],
            held=share_words(held[k]),
            done=share_words(done[k]),
            most=share_words(done[m]),
            other=names[m],
        )


def _left_out(net: CountedNet) -> Iterator[str]:
    """The layers that the depth, which counts the longest way, leaves out."""
    frame = net.frame
    weighted = {k for k, one in enumerate(frame.operations) if one in ("conv", "linear")}
    skips = len(weighted & net.layout.bypassing)
    branches = len(weighted) - skips - frame.weighted_depth
    if skips and not branches:
        yield tr(
            "The {depth} leave out {count} convolutions on skips: {all} layers have weights.",
            depth=frame.weighted_depth,
            count=skips,
            all=len(weighted),
        )
    elif branches > 0:
        yield tr(
            "The {depth} count the longest way: with its branches {all} layers have weights.",
            depth=frame.weighted_depth,
            all=len(weighted),
        )


def _joined(net: CountedNet) -> Iterator[str]:
    """How what goes past layers, and what goes through branches, is joined."""
    skips, braids = len(net.layout.skips), len(net.layout.braids)
    joins = net.frame.operations.count("concat")
    if skips:
        yield tr("{count} skips: sums of a branch with what goes past it.", count=skips)
    elif braids:
        yield tr("{count} braids: what goes past a layer is concatenated with it.", count=braids)
    elif joins:
        yield tr("{count} concatenations of branches, and no skip: not one sum.", count=joins)


def _beside(spec: ArchitectureSpec, frame: ArchitectureFrame) -> Iterator[str]:
    """How the net compares with the one that it is usually compared with."""
    other = COUNTERPARTS.get(known_as(spec) or spec.net)
    if other not in frame.zoo_names:
        return
    k = frame.zoo_names.index(other)
    yield tr(
        "Against {other}: parameters {parameters}, MACs {macs}.",
        other=choice(spec.key, "net", other),
        parameters=times_words(frame.total_parameters / int(frame.zoo_parameters[k])),
        macs=times_words(frame.total_macs / int(frame.zoo_macs[k])),
    )


def _differences(spec: ArchitectureSpec) -> Iterator[str]:
    """How a net differs from the one that it was chosen as."""
    if changed := changes(spec):
        yield tr(
            "It differs from {net} in: {changes}.",
            net=choice(spec.key, "net", spec.net),
            changes=", ".join(changed),
        )


def changes(spec: ArchitectureSpec) -> list[str]:
    """The fields in which a net is not the one it was chosen as: name, value, and its own value."""
    found = []
    for parameter in parameters(type(spec)):
        now, own = getattr(spec, parameter.name), parameter.default_for(spec)
        if parameter.name != "net" and parameter.applies_to(spec) and now != own:
            pair = (value_words(parameter, value) for value in (now, own))
            found.append("{} {} ({})".format(field(parameter), *pair))
    return found
