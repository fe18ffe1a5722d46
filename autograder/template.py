"""Files that are made from templates: those in ``templates``, with ``{= value =}`` filled in."""

from __future__ import annotations

import shlex
from pathlib import Path

from jinja2 import Environment, StrictUndefined

FOLDER = Path(__file__).parent / "templates"


def render(name: str, **values: object) -> str:
    """The template with its values, of which none may be missing.

    Its marks are none of the shell's, of YAML's, of GitHub's or of Python's. Nothing is escaped:
    no HTML is made this way.
    """
    environment = Environment(
        variable_start_string="{=",
        variable_end_string="=}",
        block_start_string="{=%",
        block_end_string="%=}",
        comment_start_string="{=#",
        comment_end_string="#=}",
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        autoescape=False,
    )
    environment.filters["quoted"] = shlex.quote
    text = (FOLDER / name).read_text(encoding="utf-8")
    return environment.from_string(text).render(values)
