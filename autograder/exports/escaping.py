"""What students wrote or printed stands in names and messages: it is escaped for each format.

What does not print (control characters, marks that turn the writing direction) becomes a space.
"""

from __future__ import annotations

import re
from html import escape


def clean(text: str) -> str:
    return "".join(char if char.isprintable() else " " for char in text)


def html(text: str) -> str:
    return escape(clean(text))


def markdown(text: str) -> str:
    """Plain text: Markdown lets any punctuation be escaped. An @ would call somebody."""
    marked = re.sub(r"([!-/:-?\[-`{-~])", r"\\\1", clean(text))
    return marked.replace("@", "&#64;")
