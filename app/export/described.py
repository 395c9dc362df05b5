"""What the export's dialog says that a file will be."""

from __future__ import annotations

from app.export import orders
from app.export.orders import Kind, Order
from app.words.labels import number, tr

CM_AN_INCH = 2.54


def described(order: Order) -> str:
    """The size of the file's picture, the frames of its film, or how many numbers it has."""
    if order.format.kind is Kind.DATA:
        return _data(order)
    across, down = order.size.width(), order.size.height()
    if order.format.kind is Kind.FILM:
        frames = max(1, round(order.seconds * order.rate))
        return tr(
            "{frames} frames of {across} × {down} pixels, {seconds} s",
            frames=frames,
            across=across,
            down=down,
            seconds=number(order.seconds, 3),
        )
    inch = CM_AN_INCH / order.dpi
    words = tr(
        "{across} × {down} pixels, {width} × {height} cm at {dpi} dpi",
        across=across,
        down=down,
        width=number(across * inch, 3),
        height=number(down * inch, 3),
        dpi=round(order.dpi),
    )
    shape = tr("The picture keeps its shape: resize it in the window to change that.")
    return f"{words}\n{shape}"


def _data(order: Order) -> str:
    if order.format.key == "csv":
        parts = orders.tables_of(order)
        return tr(
            "{tables} tables, {numbers} numbers",
            tables=len(parts),
            numbers=sum(part.rows * len(part.columns) for part in parts),
        )
    report = order.panel.jobs.report(order.source)
    arrays = report.frame.arrays() if report is not None else {}
    return tr(
        "{arrays} arrays, {numbers} numbers, with the settings that give them again",
        arrays=len(arrays),
        numbers=sum(array.size for array in arrays.values()),
    )
