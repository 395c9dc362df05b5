"""Draws the app icon's SVG in the sizes and the formats that the systems want."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ROOT = Path(__file__).resolve().parents[1]
SVG = ROOT / "resources" / "icons" / "saddlepoint.svg"

PNG_SIZES = (16, 24, 32, 48, 64, 128, 256, 512)
ICO_SIZES = (16, 24, 32, 48, 64, 128, 256)
ICNS_SIZES = (16, 32, 64, 128, 256, 512, 1024)


def draw(svg: Path, size: int) -> Image.Image:
    """The picture, ``size`` pixels wide and high, each size drawn from the lines themselves."""
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    renderer = QSvgRenderer(str(svg))
    if not renderer.isValid():
        raise ValueError(f"{svg} is no SVG that Qt can draw")
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes
    return Image.open(io.BytesIO(data.data()))


def make(folder: Path, svg: Path = SVG) -> list[Path]:
    """Write saddlepoint-SIZE.png, saddlepoint.ico and saddlepoint.icns; their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    pictures = {size: draw(svg, size) for size in sorted({*PNG_SIZES, *ICO_SIZES, *ICNS_SIZES})}
    paths = []
    for size in PNG_SIZES:
        paths.append(folder / f"saddlepoint-{size}.png")
        pictures[size].save(paths[-1])
    paths.append(folder / "saddlepoint.ico")
    largest = pictures[max(ICO_SIZES)]
    largest.save(
        paths[-1],
        sizes=[(size, size) for size in ICO_SIZES],
        append_images=[pictures[size] for size in ICO_SIZES],
    )
    paths.append(folder / "saddlepoint.icns")
    pictures[max(ICNS_SIZES)].save(
        paths[-1], append_images=[pictures[size] for size in ICNS_SIZES[:-1]]
    )
    return paths


if __name__ == "__main__":
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    application = QGuiApplication(sys.argv[:1])
    for path in make(ROOT / "build" / "icons"):
        print(path.relative_to(ROOT))
