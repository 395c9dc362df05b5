"""PySide6, kept from reading the source of everything that is imported after it."""

from __future__ import annotations


def read_no_sources() -> None:
    """Call this before anything else of Qt is imported.

    PySide6 can switch its names to snake_case module by module (``from __feature__ import``), and
    to know which modules want that it reads the source of each, torch's two thousand files too, and
    keeps them. Nobody here switches: without it the program holds 110 MB less and is there sooner.
    """
    import PySide6.QtCore  # noqa: F401  (brings the module that is meant)

    try:
        from shibokensupport import feature  # type: ignore[import-not-found]
    except ImportError:  # of another version: then it reads them
        return
    if hasattr(feature, "_mod_uses_pyside"):
        feature._mod_uses_pyside = _uses_no_feature


def _uses_no_feature(module: object) -> bool:
    return False
