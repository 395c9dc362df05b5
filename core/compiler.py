"""torch's compiler, kept out of the program until somebody asks for it."""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Any

NAME = "torch._dynamo"


class _Awaited(ModuleType):
    """A stand-in for the compiler's module. It imports the real one when anything in it is used,
    except the one function that every step of every optimizer calls."""

    @staticmethod
    def graph_break(message: str = "") -> None:
        """Do nothing: without a compiler that traces there is no graph to break."""

    def __getattr__(self, name: str) -> Any:
        # Code that walks through sys.modules, as inspect does, asks every module for these.
        if name.startswith("__") and name != "__path__":
            raise AttributeError(name)
        return getattr(_arrived(), name)


def keep_away() -> None:
    """Let torch's optimizers be built and stepped without importing ``torch._dynamo``, which takes
    a second of processor time and 70 MB. Imports torch.

    torch 2.6 to 2.13 import it at an optimizer's first method and at its first step, only to say
    that these are not to be compiled. Whoever compiles something gets the compiler as always: the
    first use of anything else in that module imports it. Where torch is built differently, or has
    imported it already, nothing is changed.
    """
    import torch

    if NAME in sys.modules:
        return
    sys.modules[NAME] = torch._dynamo = _Awaited(NAME)
    for method in vars(torch.optim.Optimizer).values():
        plain = getattr(method, "__wrapped__", None)
        code = getattr(method, "__code__", None)
        if plain is not None and code is not None and code.co_filename.endswith("_compile.py"):
            # Where torch keeps the version that is not compiled, once it has made it.
            plain.__dynamo_disable = plain


def _arrived() -> ModuleType:
    """Import the compiler and put it in place of its stand-in."""
    import torch

    if isinstance(sys.modules.get(NAME), _Awaited):
        del sys.modules[NAME]
        del torch._dynamo
        torch._dynamo = importlib.import_module(NAME)
    return sys.modules[NAME]
