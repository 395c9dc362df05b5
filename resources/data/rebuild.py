"""Rebuild the data files in this folder from scikit-learn, or check them against it.

    python resources/data/rebuild.py            # write the three files
    python resources/data/rebuild.py --check    # write nothing; exit 1 if one differs

scikit-learn is needed for this script only, never by the application.
"""

import argparse
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


def npz_bytes(arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """Return an .npz archive of the arrays whose bytes depend on the arrays alone."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, array in arrays.items():
            archive.writestr(_entry(f"{name}.npy"), _npy_bytes(array))
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


def _differs(path: Path, content: bytes) -> bool:
    return not path.is_file() or path.read_bytes() != content


def main() -> int:
    """Write or check the files, print the SHA-256 of each, return the exit status."""
    from sklearn.datasets import load_digits

    parser = argparse.ArgumentParser(description="Rebuild the data files from scikit-learn.")
    parser.add_argument("--check", action="store_true", help="only compare, write nothing")
    check: bool = parser.parse_args().check

    digits = load_digits()
    images, labels = digits.images.astype(np.uint8), digits.target.astype(np.uint8)
    contents = {"digits.npz": npz_bytes({"images": images, "labels": labels})}
    for name in PHOTOS:
        contents[name] = (files("sklearn.datasets.images") / name).read_bytes()

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
