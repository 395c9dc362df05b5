"""SVG documents as Qt writes them: in plain coordinates that every reader knows, and as pixels."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize
from PySide6.QtGui import QImage, QImageReader, QPainter, QPolygonF

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
_NUMBER = r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?"
_PAIR = re.compile(rf"({_NUMBER}),({_NUMBER})")

Matrix = tuple[float, float, float, float, float, float]


def painted(document: bytes, painter: QPainter, place: QRect) -> None:
    """Paint an SVG document that was baked into a rectangle of a painter's device.

    Qt's reader knows no clip paths. So what lies under one is read by itself, and only as far as
    its clip's rectangle reaches.
    """
    root = ElementTree.fromstring(document)
    _, _, width, height = (float(part) for part in root.get("viewBox", "").split())
    across, down = place.width() / width, place.height() / height
    for clip, layer in _layers(root):
        whole = QRectF(0, 0, width, height)
        seen = whole if clip is None else whole.intersected(clip)
        # Whole pixels of the device: half of one would be painted by two layers.
        left, top = round(seen.left() * across), round(seen.top() * down)
        size = QSize(round(seen.right() * across) - left, round(seen.bottom() * down) - top)
        if size.isEmpty():
            continue
        box = (left / across, top / down, size.width() / across, size.height() / down)
        layer.set("viewBox", " ".join(f"{part:.9g}" for part in box))
        text = bytes(ElementTree.tostring(layer, encoding="utf-8"))
        painter.drawImage(place.topLeft() + QPoint(left, top), _read(text, size))


def _layers(root: ElementTree.Element) -> Iterator[tuple[QRectF | None, ElementTree.Element]]:
    """The document cut into documents that are drawn over one another, each under one clip; None
    for those under none."""
    clips = {f"url(#{clip.get('id')})": _bounds(clip) for clip in root.iter(f"{{{SVG}}}clipPath")}
    for drawing in root.findall(f"{{{SVG}}}g"):
        for name, groups in groupby(drawing, lambda group: group.get("clip-path")):
            layer = ElementTree.Element(root.tag, root.attrib)
            layer.extend(root.findall(f"{{{SVG}}}defs"))  # patterns, above all
            inner = ElementTree.SubElement(layer, drawing.tag, drawing.attrib)
            inner.extend(groups)
            yield clips.get(name or ""), layer


def _bounds(clip: ElementTree.Element) -> QRectF:
    """The rectangle around a clip path; Qt's are rectangles."""
    path = clip.find(f"{{{SVG}}}path")
    pairs = _PAIR.findall(path.get("d", "") if path is not None else "")
    points = QPolygonF([QPointF(float(x), float(y)) for x, y in pairs])
    return points.boundingRect()


def _read(document: bytes, size: QSize) -> QImage:
    """An SVG document as an image. Of all ways to do it this one lets other threads go on.

    It is read from a file. From a QBuffer Qt would read while it holds the lock of its image
    formats, and to call one that Python made, it needs the interpreter: which the window may hold
    while it waits for that lock, to paint an icon.
    """
    with TemporaryDirectory(prefix="saddlepoint-") as folder:
        path = Path(folder) / "drawing.svg"
        path.write_bytes(document)
        reader = QImageReader(str(path), b"svg")
        reader.setScaledSize(size)
        image = reader.read()
    if image.isNull():
        raise MemoryError(reader.errorString())
    return image


def bake(document: bytes, size: tuple[str, str] | None = None) -> bytes:
    """An SVG made by Qt with every curve in the document's own coordinates, and with a given size
    (such as ``("16cm", "12cm")``).

    Qt writes curves in the coordinates of the axes, under a matrix and a ``vector-effect`` that
    keeps the strokes from being stretched. Many programs that read SVG ignore this effect, and
    those that know it draw hairlines when the picture is enlarged.
    """
    ElementTree.register_namespace("", SVG)
    ElementTree.register_namespace("xlink", XLINK)
    root = ElementTree.fromstring(document)
    if size is not None:
        root.set("width", size[0])
        root.set("height", size[1])
    _free_of_texts(root)
    for parent in list(root.iter()):
        for child in list(parent):
            empty = child.tag == f"{{{SVG}}}g" and not len(child)  # one at every change of a pen
            if empty or child.get("d") == "":
                parent.remove(child)
    for group in root.iter(f"{{{SVG}}}g"):
        if "transform" in group.attrib:
            _bake_group(group)
    for element in root.iter():
        element.attrib.pop("vector-effect", None)
        if element.tag == f"{{{SVG}}}image":
            element.set("image-rendering", "optimizeSpeed")  # each of its pixels means something
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def _free_of_texts(root: ElementTree.Element) -> None:
    """Give what follows a text the clip that was in force before it.

    A text clips itself, and when that ends Qt does not write that it has: the paths over a number
    of a contour line would be seen within the number's rectangle alone.
    """
    for drawing in root.findall(f"{{{SVG}}}g"):
        of_texts: dict[str, bool] = {}
        before: str | None = None
        for group in drawing:
            clip = group.get("clip-path")
            first = next((e for e in group.iter() if e.tag != group.tag), None)
            if first is None:
                continue
            is_text = first.tag == f"{{{SVG}}}text"
            if clip is None or not of_texts.setdefault(clip, is_text):
                before = clip
            elif not is_text:
                group.attrib.pop("clip-path")
                if before is not None:
                    group.set("clip-path", before)


def _bake_group(group: ElementTree.Element) -> None:
    matrix = _matrix(group.attrib.pop("transform"))
    if matrix == (1, 0, 0, 1, 0, 0):
        return
    text = "matrix({:.9g},{:.9g},{:.9g},{:.9g},{:.9g},{:.9g})".format(*matrix)
    for shape in group:
        if shape.get("vector-effect") == "non-scaling-stroke":
            _as_path(shape)
        own = {"path": "d", "polyline": "points"}.get(shape.tag.rpartition("}")[2])
        if own is None or shape.get("vector-effect") != "non-scaling-stroke":
            shape.set("transform", f"{text} {shape.get('transform', '')}".strip())
            if group.get("stroke") == "none":  # or there would be seams between bars
                shape.set("shape-rendering", "crispEdges")
        else:
            mapped = _PAIR.sub(lambda pair: _mapped(pair, matrix), shape.get(own, ""))
            shape.set(own, mapped)


def _as_path(shape: ElementTree.Element) -> None:
    """A rectangle or a single line as a path, which can be mapped; other elements unchanged."""
    kind = shape.tag.rpartition("}")[2]
    if kind == "rect":
        x, y, w, h = (float(shape.attrib.pop(name)) for name in ("x", "y", "width", "height"))
        d = f"M{x},{y} L{x + w},{y} L{x + w},{y + h} L{x},{y + h} Z"
    elif kind == "line":
        x1, y1, x2, y2 = (float(shape.attrib.pop(name)) for name in ("x1", "y1", "x2", "y2"))
        d = f"M{x1},{y1} L{x2},{y2}"
    else:
        return
    shape.tag = f"{{{SVG}}}path"
    shape.set("d", d)


def _matrix(text: str) -> Matrix:
    a, b, c, d, e, f = (float(part) for part in text[len("matrix(") : -1].split(","))
    return a, b, c, d, e, f


def _mapped(pair: re.Match[str], matrix: Matrix) -> str:
    x, y = float(pair[1]), float(pair[2])
    a, b, c, d, e, f = matrix
    return f"{a * x + c * y + e:.3f},{b * x + d * y + f:.3f}"
