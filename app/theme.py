"""Colors, light and dark: one palette for widgets and pictures alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QWidget


@dataclass(frozen=True)
class Theme:
    """Every color, by its purpose."""

    key: str
    window: str
    panel: str
    input: str
    """The background of fields and switches: it differs from the window's, since their outline is
    still darker."""
    picture: str
    text: str
    muted: str
    line: str
    accent: str
    on_accent: str
    warning: str
    error: str
    hole: str
    series: tuple[str, ...]
    """The palette of Okabe & Ito, in the order in which its colors are used."""
    field: str
    """pyqtgraph's name of the perceptually uniform color map for fields."""
    field_levels: tuple[float, float]
    """The part of that map that the shades 0..1 use: paths must stand out from all of it."""


LIGHT = Theme(
    key="light",
    window="#f3f4f6",
    panel="#ffffff",
    input="#ffffff",
    picture="#ffffff",
    text="#1b1f24",
    muted="#5b6470",
    line="#d5d9df",
    accent="#0072b2",
    on_accent="#ffffff",
    warning="#9a6700",
    error="#b3261e",
    hole="#c9ced6",
    series=(
        "#0072b2",
        "#d55e00",
        "#009e73",
        "#cc79a7",
        "#000000",
        "#e69f00",
        "#56b4e9",
        "#8a6d00",
    ),
    field="CET-L12",
    field_levels=(0.0, 1.25),
)

DARK = Theme(
    key="dark",
    window="#16191d",
    panel="#1e2228",
    input="#30363f",
    picture="#1a1e23",
    text="#e8eaed",
    muted="#9aa4b0",
    line="#363c45",
    accent="#56b4e9",
    on_accent="#0d1013",
    warning="#f0c04a",
    error="#ff8a80",
    hole="#4a515b",
    series=(
        "#56b4e9",
        "#ff8a3d",
        "#2fc79a",
        "#e59ac4",
        "#ffffff",
        "#f5b93d",
        "#4c8fd6",
        "#f0e442",
    ),
    field="CET-L1",
    field_levels=(-0.12, 2.3),
)

THEMES = {theme.key: theme for theme in (LIGHT, DARK)}

_current = LIGHT


def current() -> Theme:
    """The theme in which everything is drawn now."""
    return _current


def series_color(index: int) -> QColor:
    """The color of a series; past the end of the palette its colors are used again."""
    colors = _current.series
    return QColor(colors[index % len(colors)])


def mix(color: str, other: str, share: float) -> QColor:
    """A color mixed with a ``share`` of ``other``."""
    a, b = QColor(color), QColor(other)
    pairs = ((a.redF(), b.redF()), (a.greenF(), b.greenF()), (a.blueF(), b.blueF()))
    return QColor.fromRgbF(*(x + (y - x) * share for x, y in pairs))


def counterpart(color: QColor, before: Theme) -> QColor:
    """The present theme's equivalent of a color of the previous theme: the color of a series, text
    or line that it is nearest to."""
    roles = ((*t.series, t.text, t.muted, t.line, t.error) for t in (before, _current))
    pairs = [(QColor(then), QColor(now)) for then, now in zip(*roles, strict=True)]
    return QColor(min(pairs, key=lambda pair: _apart(pair[0], color))[1])


def _apart(a: QColor, b: QColor) -> int:
    return abs(a.red() - b.red()) + abs(a.green() - b.green()) + abs(a.blue() - b.blue())


def follow_system(application: QApplication) -> str:
    """The key of the theme that the system uses."""
    dark = application.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return "dark" if dark else "light"


LARGER = 1.35
"""The factor by which text is enlarged for a lecture room."""

_points: list[float] = []
_scale = 1.0
_weight = 600
"""The weight of titles."""
_followers: list[Callable[[Theme], object]] = []


def text_scale() -> float:
    """The size of text now, as a multiple of the usual one: whatever has a size of its own in
    pixels and holds text or formulas follows it."""
    return _scale


def follow(apply: Callable[[Theme], object]) -> None:
    """Call ``apply`` with the present theme, and again whenever another one is installed."""
    _followers.append(apply)
    apply(_current)


def install(
    application: QApplication, key: str, *, larger: bool = False, bold: bool = True
) -> Theme:
    """Draw everything in this theme from now on; panels redraw the pictures that already exist.
    Without ``bold`` titles are only larger, since a font of theirs has no bold letters."""
    global _current, _scale, _weight
    _weight = 600 if bold else 400
    theme = _current = THEMES[key]
    _scale = LARGER if larger else 1.0
    if not _points:
        _points.append(application.font().pointSizeF())
    points = _points[0] * _scale
    font = application.font()
    font.setPointSizeF(points)
    application.setStyle("Fusion")
    application.setPalette(_palette(theme))
    application.setFont(font)
    application.setStyleSheet(_style_sheet(theme, points))
    for apply in _followers:
        apply(theme)
    return theme


def dress(root: QWidget, key: str) -> None:
    """Give a widget and everything in it the colors of a theme other than the application's. Its
    pictures must be redrawn by the caller; so must everything else that is drawn meanwhile."""
    global _current
    _current = THEMES[key]
    root.setStyleSheet(_style_sheet(_current, QApplication.font().pointSizeF()))
    palette = _palette(_current)
    for widget in (root, *root.findChildren(QWidget)):  # style sheets keep it from being inherited
        widget.setPalette(palette)


def undress(root: QWidget, key: str) -> None:
    """Restore the application's theme, which has this key."""
    global _current
    _current = THEMES[key]
    for widget in (root, *root.findChildren(QWidget)):
        widget.setPalette(QPalette())
    root.setStyleSheet("")  # last, for the application's sheet gives some widgets palettes again


def _palette(theme: Theme) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette(QColor(theme.window))
    colors: tuple[tuple[tuple[QPalette.ColorRole, ...], str], ...] = (
        ((role.Window,), theme.window),
        ((role.Base,), theme.input),
        ((role.ToolTipBase,), theme.panel),
        ((role.AlternateBase,), theme.window),
        ((role.Button,), theme.panel),
        ((role.WindowText, role.Text, role.ButtonText, role.ToolTipText), theme.text),
        ((role.PlaceholderText,), theme.muted),
        ((role.Highlight, role.Link, role.Accent), theme.accent),
        ((role.HighlightedText,), theme.on_accent),
        ((role.Mid, role.Dark), theme.line),
    )
    for roles, color in colors:
        for one in roles:
            palette.setColor(one, QColor(color))
    for one in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, one, mix(theme.text, theme.window, 0.6))
    return palette


def _style_sheet(theme: Theme, points: float) -> str:
    # Where there is a style sheet, widgets take their font from it and not from the application.
    return f"""
    QWidget {{ font-size: {points:.4g}pt; }}
    QToolTip {{ color: {theme.text}; background: {theme.panel}; border: 1px solid {theme.line}; }}
    #question {{ font-size: {1.65 * points:.4g}pt; font-weight: {_weight}; }}
    #heading {{ font-weight: {_weight}; }}
    #muted {{ color: {theme.muted}; }}
    #fieldError {{ color: {theme.error}; }}
    #errorStrip {{ background: {mix(theme.panel, theme.error, 0.12).name()};
        border: 1px solid {theme.error}; border-radius: 4px; }}
    #notice {{ color: {theme.warning}; }}
    #card {{ background: {theme.panel}; border: 1px solid {theme.line}; border-radius: 6px; }}
    #sidebar {{ background: {theme.panel}; border: none; border-right: 1px solid {theme.line};
        outline: none; }}
    #sidebar::item {{ padding: 8px 4px; border-left: 3px solid transparent; color: {theme.muted}; }}
    #sidebar::item:selected {{ border-left: 3px solid {theme.accent}; color: {theme.text};
        background: {mix(theme.panel, theme.accent, 0.12).name()}; }}
    #preset {{ padding: 3px 10px; border: 1px solid {theme.line}; border-radius: 10px;
        background: {theme.panel}; color: {theme.text}; }}
    #preset:hover {{ border-color: {theme.accent}; color: {theme.accent}; }}
    #preset:focus {{ border-color: {theme.muted}; }}
    #why {{ padding: 3px 8px; border: 1px solid {theme.accent}; border-radius: 10px;
        background: {mix(theme.panel, theme.accent, 0.12).name()}; color: {theme.accent}; }}
    #why:hover, #why:focus {{ background: {mix(theme.panel, theme.accent, 0.25).name()}; }}
    #competitor {{ text-align: left; padding: 2px 4px; border: none; border-radius: 4px; }}
    #competitor:checked {{ background: {mix(theme.panel, theme.accent, 0.18).name()}; }}
    #competitor:focus {{ border: 1px solid {theme.muted}; }}
    #lesson, #lessonBody {{ background: {theme.panel}; }}
    #lessonTitle {{ font-size: {1.3 * points:.4g}pt; font-weight: {_weight}; }}
    #badge {{ color: {theme.warning}; background: {mix(theme.panel, theme.warning, 0.14).name()};
        border-radius: 7px; padding: 1px 7px; font-size: {0.85 * points:.4g}pt; }}
    #taught, #true, #try {{ border: none; border-left: 3px solid {theme.line};
        background: {theme.window}; }}
    #taught {{ border-left-color: {theme.warning};
        background: {mix(theme.panel, theme.warning, 0.1).name()}; }}
    #true {{ border-left-color: {theme.series[2]};
        background: {mix(theme.panel, theme.series[2], 0.12).name()}; }}
    #showMe {{ padding: 0; border: 1px solid {theme.accent}; border-radius: 6px;
        background: {mix(theme.panel, theme.accent, 0.06).name()}; }}
    #showMe:hover, #showMe:focus {{ background: {mix(theme.panel, theme.accent, 0.2).name()}; }}
    #showMe:focus {{ border: 2px solid {theme.accent}; }}
    #holds {{ color: {theme.series[2]}; font-weight: 700; }}
    #fails {{ color: {theme.error}; font-weight: 700; }}
    #lessonList {{ background: {theme.panel}; border: none; outline: none; }}
    #callout {{ background: {theme.panel}; border: 1px solid {theme.accent}; border-radius: 8px; }}
    #callout #done {{ color: {theme.series[2]}; font-weight: {_weight}; }}
    QTabWidget::pane {{ border: none; }}
    QTextBrowser, QPlainTextEdit, QListView {{ background: {theme.panel}; }}
    QTableView {{ background: {theme.panel}; border: none; gridline-color: {theme.line}; }}
    QHeaderView::section {{ background: {theme.panel}; color: {theme.muted}; border: none;
        border-bottom: 1px solid {theme.line}; padding: 3px; }}
    """
