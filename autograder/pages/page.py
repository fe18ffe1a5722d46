"""Pages from templates: everything in them is escaped, and nothing is loaded from anywhere."""

from __future__ import annotations

import functools
import hashlib
import re
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from autograder.pages import prose

FOLDER = Path(__file__).parent
SOURCE = "made-from"
"""The name of the meta element that holds what a page was made from, as a digest."""


def render(name: str, **values: object) -> str:
    """The page that the template makes of the values, of which none may be missing.

    A text is escaped wherever it stands, and shown without what does not print; markup has to
    come as ``Markup``.
    """
    return _environment().get_template(name).render(values)


def plain(text: object) -> str:
    """One line of text as it may be shown: control characters and marks that turn the writing
    direction are blanks."""
    return "".join(char if char.isprintable() else " " for char in str(text))


def ticked(text: str) -> Markup:
    """A line in which what stands between backticks is code, and nothing else is markup."""
    pieces = re.split(r"`([^`]+)`", plain(text))
    return Markup("").join(
        Markup("<code>{}</code>").format(piece) if k % 2 else escape(piece)
        for k, piece in enumerate(pieces)
    )


def points(number: float) -> str:
    """Points without binary dust, and without zeros behind them."""
    return f"{round(number, 2):g}"


def share(part: float, whole: float) -> str:
    """Percent, for the width of a bar; nothing of nothing is nothing."""
    return f"{min(max(part / whole, 0), 1) if whole else 0:.1%}"


@functools.cache
def of_pages() -> str:
    """All that decides how a page looks, as a digest (hex)."""
    digest = hashlib.sha256()
    for path in sorted(FOLDER.iterdir()):
        if path.is_file():
            digest.update(f"\0{path.name}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


@functools.cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    environment.filters |= {"points": points, "ticked": ticked}
    environment.filters |= {"prose": prose.inline, "prose_block": prose.block}
    environment.globals |= {"share": share, "style": _style()}
    return environment


def _shown(value: object) -> object:
    # a filter that is forgotten somewhere would be enough for a text to turn the page around
    return plain(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _style() -> Markup:
    return Markup((FOLDER / "style.css").read_text(encoding="utf-8"))
