"""Whether somebody answers at the display that a window would be shown on.

The standard library alone, so that dev.py can ask before there is a virtual environment. Qt itself
ends the program where nobody answers, and blames a library for it that is there.
"""

from __future__ import annotations

import ctypes
import os
import sys

NAMES = ("DISPLAY", "WAYLAND_DISPLAY")
"""The environment's variables that name a display on Linux."""


def fault() -> str:
    """Why no window can be shown, as part of a sentence; empty if one can, or if nobody knows.

    It connects to the display and hangs up, by the libraries that Qt uses: X11's checks the
    permission too. Without these libraries yet a display that is named is taken for one.
    """
    if sys.platform != "linux":
        return ""
    named = [name for name in NAMES if os.environ.get(name)]
    if not named:
        return f"neither {NAMES[0]} nor {NAMES[1]} is set"
    asked = {"DISPLAY": _x11_answers, "WAYLAND_DISPLAY": _wayland_answers}
    if any(asked[name]() for name in named):
        return ""
    places = " and ".join(f"{name}={os.environ[name]}" for name in named)
    return f"nobody answers at {places}"


def _x11_answers() -> bool:
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    failed = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return not failed


def _wayland_answers() -> bool:
    try:
        wayland = ctypes.CDLL("libwayland-client.so.0")
    except OSError:
        return True
    wayland.wl_display_connect.restype = ctypes.c_void_p
    display = wayland.wl_display_connect(None)
    if display is None:
        return False
    wayland.wl_display_disconnect(ctypes.c_void_p(display))
    return True
