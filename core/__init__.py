"""Everything that is computed. No Qt, ever (a test holds it)."""

__version__ = "0.2.0"
