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

    It connects to the display by the libraries that Qt uses: X11's checks the permission too.
    Without these libraries yet a display that is named is taken for one.
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
    """Whether an X server answers. The connection stays: many a server (Xvfb) starts anew when its
    only client hangs up, and would not answer Qt in that moment."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    if xcb.xcb_connection_has_error(connection) == 0:
        return True
    xcb.xcb_disconnect(connection)
    return False


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
