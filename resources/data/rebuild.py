"""Rebuild the data files in this folder from their sources, or check them against these.

    python resources/data/rebuild.py                      # the three files of scikit-learn
    python resources/data/rebuild.py --fashion FOLDER     # fashion.npz
    python resources/data/rebuild.py ... --check          # write nothing; exit 1 if one differs

scikit-learn is needed for this script only, never by the application. FOLDER holds the four files
of Fashion-MNIST (train-images-idx3-ubyte.gz and so on), as Debian's package dataset-fashion-mnist
has them in /usr/share/datasets/fashion-mnist.
"""

import argparse
import gzip
import hashlib
import io
import sys
import zipfile
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

HERE = Path(__file__).resolve().parent
PHOTOS = ("china.jpg", "flower.jpg")
FASHION = {"train": 500, "t10k": 100}
"""How many images of each class are taken from Fashion-MNIST's training set and its test set."""
IN_PIECES = 1
"""bzip2's blocks of 100 kB: they can be read in pieces of a few milliseconds."""


def npz_bytes(arrays: Mapping[str, NDArray[Any]], blocks: int = 9) -> bytes:
    """Return an .npz archive of the arrays whose bytes depend on the arrays alone; ``blocks`` are
    bzip2's, in 100 kB."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, array in arrays.items():
            archive.writestr(_entry(f"{name}.npy"), _npy_bytes(array), None, blocks)
    return buffer.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    # Deflate output varies with the zlib that Python was built against; bzip2's does not.
    entry.compress_type = zipfile.ZIP_BZIP2
    # zipfile would record the system that ran this script.
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    return entry


def _npy_bytes(array: NDArray[Any]) -> bytes:
    buffer = io.BytesIO()
    np.lib.format.write_array(buffer, array, version=(1, 0), allow_pickle=False)
    return buffer.getvalue()


def of_scikit_learn() -> dict[str, bytes]:
    """The contents of the three files that scikit-learn brings, by name."""
    from sklearn.datasets import load_digits

    digits = load_digits()
    images, labels = digits.images.astype(np.uint8), digits.target.astype(np.uint8)
    contents = {"digits.npz": npz_bytes({"images": images, "labels": labels})}
    for name in PHOTOS:
        contents[name] = (files("sklearn.datasets.images") / name).read_bytes()
    return contents


def fashion(folder: Path) -> dict[str, NDArray[Any]]:
    """The first images of each class in Fashion-MNIST's own order, the training set's first."""
    images, labels = [], []
    for part, each in FASHION.items():
        pixels = _idx(folder / f"{part}-images-idx3-ubyte.gz", 16).reshape(-1, 28, 28)
        shown = _idx(folder / f"{part}-labels-idx1-ubyte.gz", 8)
        first = np.concatenate([np.flatnonzero(shown == k)[:each] for k in range(10)])
        kept = np.sort(first)
        images.append(pixels[kept])
        labels.append(shown[kept])
    return {"images": np.concatenate(images), "labels": np.concatenate(labels)}


def _idx(path: Path, header: int) -> NDArray[np.uint8]:
    """The bytes of an IDX file behind its header."""
    return np.frombuffer(gzip.decompress(path.read_bytes()), np.uint8, offset=header)


def _differs(path: Path, content: bytes) -> bool:
    return not path.is_file() or path.read_bytes() != content


def main() -> int:
    """Write or check the files, print the SHA-256 of each, return the exit status."""
    parser = argparse.ArgumentParser(description="Rebuild the data files from their sources.")
    parser.add_argument("--check", action="store_true", help="only compare, write nothing")
    parser.add_argument("--fashion", type=Path, help="the folder of Fashion-MNIST's four files")
    given = parser.parse_args()
    check: bool = given.check

    if given.fashion:
        contents = {"fashion.npz": npz_bytes(fashion(given.fashion), IN_PIECES)}
    else:
        contents = of_scikit_learn()

    failed = False
    for name, content in contents.items():
        path = HERE / name
        note = ""
        if check and _differs(path, content):
            failed, note = True, "  DIFFERS from the file here"
        elif not check:
            path.write_bytes(content)
        print(f"{hashlib.sha256(content).hexdigest()}  {name}{note}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
