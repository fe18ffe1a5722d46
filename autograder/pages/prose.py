"""The course's own texts, which are Markdown with formulas, as HTML: quiz questions and reasons.

A text of a student's never comes here: it is shown as it is.
"""

from __future__ import annotations

import functools
from typing import Any
from xml.sax.saxutils import escape

from latex2mathml.converter import convert
from markdown_it import MarkdownIt
from markupsafe import Markup
from mdit_py_plugins.dollarmath import dollarmath_plugin


@functools.cache
def inline(text: str) -> Markup:
    """A line: code, emphasis and formulas."""
    return Markup(_reader().renderInline(text.strip()))


@functools.cache
def block(text: str) -> Markup:
    """A text with paragraphs, code and formulas of their own lines."""
    return Markup(_reader().render(text.strip()))


@functools.cache
def _reader() -> MarkdownIt:
    # links and pictures would lead out of the page
    reader = MarkdownIt("js-default", {"html": False}).disable(["link", "image", "autolink"])
    reader.use(dollarmath_plugin, allow_space=False, double_inline=True, renderer=_formula)
    return reader


def _formula(latex: str, options: dict[str, Any]) -> str:
    """MathML; what is not understood stays readable as it was written."""
    try:
        return str(convert(latex, display="block" if options["display_mode"] else "inline"))
    except Exception:  # noqa: BLE001 - it raises whatever it trips over
        return f"<code>{escape(latex)}</code>"
