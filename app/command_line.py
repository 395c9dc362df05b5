"""The command line's verbs: run experiments without Qt, draw panels without a screen. The syntax is
in :mod:`app.verbs`."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace

from app import bindings
from app.entry import check_choice, check_panel
from app.labs.readings import reading_of
from app.request import SUFFIXES, Request, UnfitError
from app.session import RENAMED, NoSessionError
from app.session import read as read_session
from app.verbs import LANGUAGES, THEMES
from app.words import labels
from app.words.one_line import one_line
from app.words.reading import Reading
from core import device
from core.experiment import Experiment, Frame, Run
from core.experiments import experiment
from core.lessons import lessons, measuring, records
from core.parameters import Reason, SpecError


def known(key: str) -> Experiment:
    """The experiment with that key; for a key of 0.1.0 the error names the present key."""
    if key in RENAMED:
        print(f"saddlepoint: {key} is called {RENAMED[key]} now", file=sys.stderr)
    return experiment(RENAMED.get(key, key))


def run_experiment(options: argparse.Namespace) -> int:
    """``run``: run an experiment to its end, print its reading, and write its arrays."""
    from core import results

    chosen = known(options.key)
    spec = chosen.spec.from_text(_settings(options.set))
    if options.device not in device.CHOICES:
        device.resolve(options.device, on_gpu=False)
    if options.out is not None:
        results.check_path(options.out)
    started = time.perf_counter()
    run = Run(chosen, spec, options.device)
    frame = _drive(run)
    seconds = time.perf_counter() - started
    if run.fallback:
        print(f"saddlepoint: {labels.fallback(run.fallback)}", file=sys.stderr)
    _print_reading(reading_of(chosen.key)(spec, frame))
    print(f"\n{chosen.key} · {labels.DEVICES[run.device]} · {seconds:.2f} s")
    if options.out is not None:
        try:
            results.write(options.out, frame, results.describe(run, seconds))
        except OSError as error:
            words = one_line(f"{options.out}: {error.strerror or error}")
            print(f"saddlepoint: {words}", file=sys.stderr)
            return 1
        print(f"{options.out}: {', '.join(frame.arrays())}")
    return 0


def print_script(options: argparse.Namespace) -> int:
    """``script``: print the experiment as a plain torch script."""
    from core.scripts import script_of

    spec = known(options.key).spec.from_text(_settings(options.set))
    print(script_of(spec), end="")
    return 0


def _settings(pairs: Iterable[str]) -> dict[str, str]:
    settings = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign:
            raise SpecError("set", Reason.NOT_A_CHOICE, pair, "NAME=VALUE")
        settings[name.strip()] = value
    return settings


def _drive(run: Run) -> Frame:
    """Drive a run to its end, with a progress bar if the output is a terminal."""
    from tqdm import tqdm

    last: Frame | None = None
    with tqdm(
        total=1.0,
        desc=run.experiment.key,
        disable=not sys.stderr.isatty(),
        leave=False,
        bar_format="{desc} {percentage:3.0f}% |{bar}| {elapsed}",
    ) as bar:
        for frame in run:
            if frame is not None:
                last = frame
                bar.update(frame.step / max(1, frame.total) - bar.n)
    if last is None:
        raise RuntimeError("the run ended without a frame")
    return last


def list_lessons(options: argparse.Namespace) -> int:
    """``lessons``: list the lessons; with ``--check``, say whether each number is what its file
    claims."""
    library = lessons.load()
    for claim in options.claims:
        check_choice("claim", claim, tuple(library.by_claim))
    chosen = [x for x in library.lessons if x.claim in options.claims or not options.claims]
    ok = not library.problems
    for problem in library.problems:
        print(f"saddlepoint: {problem}", file=sys.stderr)
    if options.check:
        rows: list[tuple[str, ...]] = [("claim", "what", "expected", "here", "ok", "seconds")]
        for lesson in chosen:
            for check in lesson.checks:
                row, holds = _checked(lesson.claim, check)
                rows.append(row)
                ok = ok and holds
    else:
        rows = [("claim", "panel", "checks", "taught", "title")]
        for lesson in chosen:
            taught = "wrongly" if lesson.wrong else ""
            title = lesson.in_language("en").title
            rows.append((lesson.claim, lesson.panel, str(len(lesson.checks)), taught, title))
    _print_table(rows)
    return 0 if ok else 1


def _checked(claim: str, check: records.Check) -> tuple[tuple[str, ...], bool]:
    """A row of the table of checks, and whether the check holds."""
    began = time.perf_counter()
    (result,) = (found for found in measuring.measure(check) if found is not None)
    seconds = f"{time.perf_counter() - began:.2f}"
    what = check.words["en"]
    if result.fault:
        return (claim, what, "", "", f"NO: {result.fault}", seconds), False
    margin = check.margin(result.expected)
    within = f" ± {margin:.2g}" if margin else ""
    numbers = (f"{check.bound} {result.expected:.9g}{within}".strip(), f"{result.value:.9g}")
    return (claim, what, *numbers, "yes" if result.ok else "NO", seconds), result.ok


def render_panels(options: argparse.Namespace) -> int:
    """``render``: draw every panel, or one, as pictures in a folder, or one as a file."""
    size = _size(options.size)
    check_choice("theme", options.theme, THEMES)
    check_choice("language", options.language, LANGUAGES)
    check_panel(options.panel)
    whole = options.out.suffix[1:].lower() not in SUFFIXES
    if whole and options.out.exists() and not options.out.is_dir():
        raise SpecError("out", Reason.NOT_A_CHOICE, str(options.out), "DIR")
    try:
        request = _request(options)
        panel = options.panel or (request.session.shown if request.session else None) or None
        asked = request.page or request.preset or request.settings or request.view
        asked_of_one = asked or not whole
        if panel is None and asked_of_one:
            check_choice("panel", "", tuple(labels.PANELS))
        bindings.prepare()
        from app.headless import Looks, render, render_file

        looks = Looks(size, options.theme, options.language, options.larger)
        if whole:
            panel = panel if asked_of_one else options.panel
            paths = render(panel, options.out, looks, request, everything=options.all)
        else:
            render_file(panel or "", options.out, looks, request)
            paths = [options.out]
    except (UnfitError, NoSessionError) as error:
        print(f"saddlepoint: {error}", file=sys.stderr)
        return 2
    for path in paths:
        print(path)
    return 0


def _request(options: argparse.Namespace) -> Request:
    session = None
    if options.session is not None:
        session = read_session(options.session)
        for problem in session.problems:
            print(f"saddlepoint: {problem}", file=sys.stderr)
        if session.shown not in labels.PANELS:
            session = replace(session, shown="")
    return Request(
        options.page,
        options.preset,
        _settings(options.set),
        _settings(options.view),
        session,
        options.picture,
        _between("seconds", options.seconds, 0.5, 120.0),
        int(_between("rate", options.rate, 1, 50)),
    )


def _between(name: str, text: str, low: float, high: float) -> float:
    accepted = f"{low:g} … {high:g}"
    try:
        value = float(text)
    except ValueError:
        raise SpecError(name, Reason.NOT_A_NUMBER, text, accepted) from None
    if not low <= value <= high:
        raise SpecError(name, Reason.OUT_OF_RANGE, text, accepted)
    return value


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.lower().partition("x")
    accepted = "640x400 … 7680x4320"
    # A number of more digits could not even be read.
    if not all(n.isascii() and n.isdigit() and len(n) < 9 for n in (width, height)):
        raise SpecError("size", Reason.NOT_A_CHOICE, text, accepted)
    if not (640 <= int(width) <= 7680 and 400 <= int(height) <= 4320):
        raise SpecError("size", Reason.OUT_OF_RANGE, text, accepted)
    return int(width), int(height)


def check_itself(options: argparse.Namespace) -> int:
    """``--self-check``: check everything once."""
    bindings.prepare()
    from app.headless import self_check

    checks = self_check()
    _print_table([(f"  {c.what}", c.outcome, f"{c.seconds:.2f} s") for c in checks])
    for check in checks:
        if check.report:
            print(f"\n{check.what}\n{check.report}", file=sys.stderr)
    return 1 if any(check.report for check in checks) else 0


def _print_reading(reading: Reading) -> None:
    for sentence in reading.sentences:
        print(sentence)
    if reading.sentences:
        print()
    _print_table([reading.headers, *reading.rows])


def _print_table(rows: Sequence[Sequence[str]]) -> None:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        print("  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip())
