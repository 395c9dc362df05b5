"""Draw the pictures and animations of the READMEs anew, with the program's own export.

    .venv/bin/python docs/rebuild.py
    .venv/bin/python docs/rebuild.py descent.gif

No display is needed. Run it after what the panels look like has changed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
os.environ["QT_QPA_PLATFORM"] = "offscreen"

from app import bindings  # noqa: E402

bindings.prepare()

from PIL import Image  # noqa: E402

from app.headless import Looks, render_file  # noqa: E402
from app.request import Request  # noqa: E402
from core.films import GIF_UNIT, GifWriter, durations, palette_of  # noqa: E402

LOOKS = Looks((1000, 640))
MOST_BYTES = 2_000_000
"""The largest animation: whoever opens the page loads all of them."""

SWEEP = 16
"""The number of values that a setting takes while it is moved."""


def draw_descent(path: Path) -> None:
    """Eight optimizers on Himmelblau's function, at their end."""
    render_file("descent", path, Looks(), Request())


def film_descent(path: Path) -> None:
    """At a saddle gradient descent leaves last: the race itself."""
    request = Request(preset="Saddle: GD leaves last", seconds=6.0, rate=12)
    render_file("descent", path, LOOKS, request)


def film_activations(path: Path) -> None:
    """While σ is moved from 0.01 to 1 the signal vanishes, lives and saturates; Xavier's lives."""
    scales = [10 ** (-2 + 2 * k / (SWEEP - 1)) for k in range(SWEEP)]
    moved = [{"std_a": f"{scale:.2g}"} for scale in scales]
    _move("activations", path, {"init_b": "xavier_normal"}, [*moved, *reversed(moved[1:-1])])


def film_normalization(path: Path) -> None:
    """While the channels move apart BN and IN take it out; LN and RMSNorm do not."""
    apart = [3 * k / (SWEEP - 1) for k in range(SWEEP)]
    moved = [{"offsets": f"{-by:.2f}, 0, {by:.2f}"} for by in apart]
    always = {"source": "noise", "size": "64"}
    _move("normalization", path, always, [*moved, *reversed(moved[1:-1])])


def _move(
    panel: str, path: Path, always: Mapping[str, str], moved: Sequence[Mapping[str, str]]
) -> None:
    """An animation of a panel while a setting is moved: each value drawn when it is computed."""
    with TemporaryDirectory() as folder:
        names = [Path(folder) / f"{number}.png" for number in range(len(moved))]
        for name, settings in zip(names, moved, strict=True):
            render_file(panel, name, LOOKS, Request(settings={**always, **settings}))
        pictures = [Image.open(name).convert("RGB") for name in names]
    with path.open("w+b") as file:
        writer = GifWriter(file, palette_of(pictures[:: max(1, len(pictures) // 5)]))
        lasts = durations(len(pictures), 6.0, GIF_UNIT)
        for picture, milliseconds in zip(pictures, lasts, strict=True):
            writer.add(picture, milliseconds)
        writer.close()


FILES: Mapping[str, Callable[[Path], None]] = {
    "descent.png": draw_descent,
    "descent.gif": film_descent,
    "activations.gif": film_activations,
    "normalization.gif": film_normalization,
}


def main(names: Sequence[str]) -> int:
    """Draw these files, or all; the exit status says whether all are small enough."""
    fits = True
    for name in names or FILES:
        FILES[name](HERE / name)
        size = (HERE / name).stat().st_size
        fits = fits and size < MOST_BYTES
        print(f"{name}: {size / 1e6:.2f} MB", flush=True)
    return 0 if fits else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
