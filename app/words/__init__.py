"""The words of the app, and the language that it speaks."""
