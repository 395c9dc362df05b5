"""Sessions: every panel's specs and views as one JSON file. No Qt.

A file that was written by an older or a newer version, or that is broken in places, is read as far
as possible: what could not be read is reported in sentences, and gets its default.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.panel.state import PanelState
from app.words.labels import field as label
from app.words.labels import tr
from app.words.refusals import refusal
from core.data import files
from core.experiments import EXPERIMENTS
from core.parameters import Parameter, Reason, Spec, SpecError, parameters
from core.results import versions, write_whole

SUFFIX = ".saddlepoint"
FORMAT = "saddlepoint session"
VERSION = 1
MAX_BYTES = 4_000_000
"""The largest size of a session in bytes; a larger file is not a session, and is not read."""
RENAMED: Mapping[str, str] = {"landscape": "heights", "sweep": "rates"}
"""The present names of experiments, and of their pages, that had other names in 0.1.0."""
RENAMED_SETTINGS: Mapping[str, Mapping[str, str]] = {
    "rates": {"x_low": "x_from", "x_high": "x_to", "y_low": "y_from", "y_high": "y_to"},
}
"""The present names of settings, by experiment, for sessions that hold none of these names yet."""


class NoSessionError(ValueError):
    """A file that is not a session at all; the text is a sentence for a person."""


@dataclass(frozen=True)
class Session:
    """Everything that a session keeps."""

    panels: Mapping[str, PanelState]
    shown: str = ""
    """The key of the panel in front."""
    geometry: bytes = b""
    layout: bytes = b""
    problems: tuple[str, ...] = ()
    """What could not be read, in sentences; never written to a file."""


def write(path: Path, session: Session) -> None:
    """Write a session whole or not at all; an :class:`OSError` says why it failed."""
    document = {
        "format": FORMAT,
        "version": VERSION,
        "versions": versions(),
        "shown": session.shown,
        "geometry": base64.b64encode(session.geometry).decode(),
        "layout": base64.b64encode(session.layout).decode(),
        "panels": {
            key: {
                "page": state.page,
                "view": dict(state.view),
                "specs": {name: spec.to_json() for name, spec in state.specs.items()},
            }
            for key, state in session.panels.items()
        },
    }
    text = json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False)
    # Half of a pair of surrogates stands for a byte of a file's name that is no UTF-8, and JSON
    # writes it as Python does: \\udc80.
    written = text.encode(errors="backslashreplace")
    write_whole(path, lambda file: file.write(written))


def read(path: Path) -> Session:
    """Read whatever can be read; :class:`NoSessionError` if that is nothing."""
    if files.fault(path) is Reason.NOT_A_FILE:
        raise NoSessionError(tr("{path} is not a file that can be opened.", path=path))
    try:
        size = path.stat().st_size
        document = json.loads(path.read_bytes() if size <= MAX_BYTES else b"null")
    except OSError as error:
        words = tr("{path} could not be read: {reason}", path=path, reason=error.strerror or error)
        raise NoSessionError(words) from None
    except (ValueError, RecursionError):
        words = tr("{path} is no session: it is broken or cut off.", path=path)
        raise NoSessionError(words) from None
    if size > MAX_BYTES:
        raise NoSessionError(tr("{path} is too large to be a session.", path=path))
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise NoSessionError(tr("{path} is no session of Saddlepoint.", path=path))
    problems: list[str] = []
    version = document.get("version")
    if version != VERSION:
        problems.append(
            tr(
                "The session is of version {version}, this program writes {own}: what it does not "
                "know is left out.",
                version=version,
                own=VERSION,
            )
        )
    panels = {
        str(key): _state(str(key), state, problems)
        for key, state in _mapping(document.get("panels")).items()
    }
    return Session(
        panels=panels,
        shown=_text(document.get("shown")),
        geometry=_bytes(document.get("geometry")),
        layout=_bytes(document.get("layout")),
        problems=tuple(problems),
    )


def _state(key: str, state: Any, problems: list[str]) -> PanelState:
    parts = _mapping(state)
    specs = {}
    for name, values in _mapping(parts.get("specs")).items():
        name = RENAMED.get(name, name)
        if name in EXPERIMENTS:
            values = _renamed(name, _mapping(values))
            specs[name] = _spec(EXPERIMENTS[name].spec, values, problems)
        else:
            problems.append(tr("There is no experiment {name} here.", name=name))
    page = _text(parts.get("page"))
    return PanelState(specs, RENAMED.get(page, page), _mapping(parts.get("view")))


def _renamed(experiment: str, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The settings of an experiment under their present names."""
    names = RENAMED_SETTINGS.get(experiment, {})
    if set(names.values()) & values.keys():
        return values
    return {names.get(name, name): value for name, value in values.items()}


def _spec(kind: type[Spec], values: Mapping[str, Any], problems: list[str]) -> Spec:
    """A spec with every value that is accepted; the other fields keep their defaults."""
    known = {p.name: p for p in parameters(kind)}
    for name in values.keys() - known.keys():
        problems.append(tr("There is no setting {name} here.", name=name))
    given = {name: value for name, value in values.items() if name in known}
    while True:
        try:
            return kind.from_json(given)
        except SpecError as error:
            # A value that depends on another one may name that: then all are left out in turn.
            name = error.field if error.field in given else next(reversed(given), "")
            if not name:
                return kind()
            problems.append(refusal(error, _name(known.get(error.field), name)))
        except (TypeError, ValueError, AttributeError):
            name = _unfit(kind, given)
            problems.append(tr("The setting {name} could not be read.", name=name))
        given = {n: v for n, v in given.items() if n != name}


def _unfit(kind: type[Spec], given: Mapping[str, Any]) -> str:
    """The first value with which no spec can be made, even if all others are left out."""
    for name, value in given.items():
        try:
            kind.from_json({name: value})
        except SpecError:
            continue
        except (TypeError, ValueError, AttributeError):
            return name
    return next(reversed(list(given)))


def _name(parameter: Parameter | None, name: str) -> str:
    return label(parameter) if parameter is not None else name


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _bytes(value: Any) -> bytes:
    try:
        return base64.b64decode(_text(value), validate=True)
    except (binascii.Error, ValueError):
        return b""
