"""The window and its helpers."""
