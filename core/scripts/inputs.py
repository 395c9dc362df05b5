"""The input of a net in a script: the draws, the digits or a file, and how its rows are
prepared."""

from __future__ import annotations

from pathlib import PurePath

from core.data import csv_files, torch_files
from core.data.arrays import names_of
from core.data.canvas import CANVAS
from core.data.labeled import DIGITS_SIDE, LABELED, PLACED_SEED
from core.resources import resource
from core.scripts.writing import block, constant, fit, lines, literal

DRAW = block('''
    def generator(stream):
        """One of many independent streams of the seed."""
        return torch.Generator().manual_seed(SEED * 1000 + stream)
''')

READ_DIGITS = block("""
    with np.load(DIGITS) as file:
        images = file["images"].reshape(-1, 64).astype(np.float64)
        labels = torch.tensor(file["labels"].astype(np.int64))
""")


def digits_path() -> str:
    """The constant that names the digits' file."""
    says = "8 x 8 images of handwritten digits, as Saddlepoint ships them"
    return constant("DIGITS", str(resource("data", "digits.npz")), says)


_HELD = {"fashion": "28 x 28 pictures of clothes, as Saddlepoint ships them"}


def labeled_path(key: str) -> str:
    """The constant that names the file of a set of labeled pictures."""
    if key not in _HELD:
        return digits_path()
    return constant("PICTURES", str(resource("data", f"{key}.npz")), _HELD[key])


def read_labeled(key: str) -> str:
    """Lines that read ``images`` [N, 1, side, side] in 0 ... 1 and ``labels`` [N] of a set of
    labeled pictures."""
    file, solid = ("PICTURES", 255) if key in _HELD else ("DIGITS", 16)
    read = block(_LABELED, file=file, solid=solid)
    room = CANVAS - DIGITS_SIDE
    if key == "centered":
        return lines(read, fit(f"images = F.pad(images, [{room // 2}] * 4)"))
    return lines(read, block(_PLACED, seed=PLACED_SEED, room=room)) if key == "placed" else read


_LABELED = """
    with np.load($file) as file:
        images = torch.tensor(file["images"].astype(np.float32))[:, None] / $solid
        labels = torch.tensor(file["labels"].astype(np.int64))
"""

_PLACED = """
    spots = np.random.RandomState($seed).randint(0, $room + 1, (len(images), 2))
    canvas = torch.zeros(len(images), 1, 16, 16)
    for x, digit, (top, left) in zip(canvas, images, spots):
        x[:, top : top + 8, left : left + 8] = digit
    images = canvas
"""


def divide_labeled(key: str, seed: str, samples: str) -> str:
    """Lines that give ``order``: the places of that many pictures to train on, drawn by a seed,
    then of those that are tested."""
    source = LABELED[key]
    many = source.trained if source.held_out else "len(labels)"
    drawn = f"order = torch.randperm({many}, generator=torch.Generator().manual_seed({seed}))"
    if not source.held_out:
        return drawn
    tested = f"torch.arange({source.trained}, {source.count})"
    return lines(drawn, f"order = torch.cat([order[:{samples}], {tested}])  # as published")


def rows_constant(source: str, path: str) -> str:
    """The constant that names the rows' source: the digits' file, or a person's own."""
    return digits_path() if source == "digits" else constant("ROWS", path, "[N, D]")


def read_file(file: str, path: str, array: str) -> str:
    """An expression for the array of that name in a file: of the file at ``path``, which the
    script calls ``file``."""
    kind = PurePath(path).suffix.lower()
    if kind == ".npz":
        return f"np.load({file})[{literal(array or names_of(path, (2, 3, 4))[0])}]"
    if kind in (".pt", ".pth"):
        inner = torch_files.access(path, array or names_of(path, (2, 3, 4))[0])
        return f"torch.load({file}, weights_only=True){inner}.detach().numpy()"
    if kind != ".csv":
        return f"np.load({file})"
    table = csv_files.understand(path)
    given = [
        f", delimiter={literal(table.delimiter)}" if table.delimiter else "",
        ", skip_header=1" if table.header else "",
    ]
    opened = f"open({file}, encoding={literal(table.encoding)})"
    if table.comma:  # 1,5 is one and a half
        opened = f'(line.replace(",", ".") for line in {opened})'
    return f"np.genfromtxt({opened}{''.join(given)}, ndmin=2)"


def read_rows(source: str, path: str = "", array: str = "") -> str:
    """Lines that read ``rows`` [N, D] in float64."""
    if source == "digits":
        return block("""
            with np.load(DIGITS) as file:
                rows = file["images"].reshape(-1, 64).astype(np.float64)
        """)
    return fit(f"rows = {read_file('ROWS', path, array)}.astype(np.float64)")


def prepare(key: str, rows: str, *, fitted: str = "") -> str:
    """Lines that make ``prepared`` from those rows, by the statistics of ``fitted`` (by default
    their own)."""
    fitted = fitted or rows
    return lines(*(line.format(x=rows, of=fitted) for line in _PREPARED[key]))


_CENTER = "mean = {of}.mean(axis=0)  # of each column"
_EIGEN = (
    "centered = {of} - mean",
    "values, vectors = np.linalg.eigh(centered.T @ centered / len(centered))",
    "values, vectors = values[::-1].clip(0), vectors[:, ::-1]  # the largest first",
    "largest = np.abs(vectors).argmax(axis=0)  # each vector's largest entry is positive",
    "vectors = vectors * np.sign(vectors[largest, np.arange(len(values))])",
)

_PREPARED = {
    "none": ("prepared = {x}",),
    "scaled": (
        "std = {of}.std() or 1.0  # one mean and one std for all values",
        "prepared = ({x} - {of}.mean()) / std",
    ),
    "channel_centered": ("prepared = {x} - {of}.mean()  # one mean for all values",),
    "centered": (_CENTER, "prepared = {x} - mean"),
    "standardized": (
        _CENTER,
        "std = {of}.std(axis=0)",
        "std[std == 0] = 1  # a constant column",
        "prepared = ({x} - mean) / std",
    ),
    "min_max": (
        "low, high = {of}.min(axis=0), {of}.max(axis=0)",
        "half = np.where(high > low, (high - low) / 2, 1.0)",
        "prepared = ({x} - (low + high) / 2) / half  # each column to -1 ... 1",
    ),
    "pca": (_CENTER, *_EIGEN, "prepared = ({x} - mean) @ vectors"),
    "whitened": (
        _CENTER,
        *_EIGEN,
        "null = values <= max({of}.shape) * np.finfo(float).eps * values[0]",
        "scale = np.where(null, 0.0, 1 / np.sqrt(np.where(null, 1.0, values)))",
        "prepared = ({x} - mean) @ vectors * scale",
    ),
}
