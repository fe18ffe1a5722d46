"""A quiz's texts taken apart: Markdown in which code is verbatim and math stands between dollars.

Their HTML is none: ``<b>`` outside code is shown as it is typed, by every reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_PIECE = re.compile(
    r"""
    (?P<code>
        ^[ ]{0,3}(?P<fence>```+|~~~+)[^\n]*\n(?:[^\n]*\n)*?[ ]{0,3}(?P=fence)[`~]*[ \t]*$
      | (?<!`)(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)(?P=ticks)(?!`)
    )
  | \\(?P<escaped>.)
  | \$\$(?P<display>(?:[^$\\]|\\.)+)\$\$
  | \$(?=\S)(?P<math>(?:[^$\\]|\\.)+)(?<=\S)\$(?!\d)
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
"""A dollar before a digit ends no math: prices are no formulas."""
_LINK = re.compile(r"<(?!(?:https?|mailto):)")


def pieces(text: str) -> Iterator[tuple[str, str]]:
    """The text in its order, as pairs of a kind and a text: ``prose``, ``code`` with its quotes,
    ``math`` and ``display`` (a formula on a line of its own) without their dollars."""
    start = 0
    text = text.replace("\r\n", "\n").strip()
    for found in _PIECE.finditer(text):
        yield "prose", text[start : found.start()]
        start = found.end()
        if found["code"]:
            yield "code", found[0]
        elif found["escaped"]:
            yield "prose", "$" if found["escaped"] == "$" else found[0]
        else:
            kind = "display" if found["display"] else "math"
            yield kind, " ".join(found[kind].split())
    yield "prose", text[start:]


def without_html(prose: str) -> str:
    """The prose, so that nothing in it is a tag."""
    return _LINK.sub("&lt;", prose)
