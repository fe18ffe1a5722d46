"""GitHub's workflow commands, and the summary of a step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from autograder.exports.escaping import clean, markdown
from autograder.exports.reasons import points, reason
from autograder.result import Grade

SUMMARY_BYTES = 1 << 20
"""Most that GitHub takes for one step's summary; it drops a longer one as a whole."""


def workflow_commands(grades: Sequence[Grade]) -> str:
    """GitHub's workflow commands: an error for each part that lost points, a warning for each
    submission that needs staff. They hold all outcomes: for staff, in a private repository."""
    return "".join(f"{command}\n" for grade in grades for command in _commands(grade))


def _commands(grade: Grade) -> Iterator[str]:
    if grade.error is not None:
        title = f"{grade.submission}: needs staff"
        yield command("warning", grade.error, file=grade.file, title=title)
        return
    for part in grade.parts:
        if part.score < part.max_score:
            title = f"{grade.submission}: {part.name} {points(part.checks)}"
            line = "" if part.line is None else str(part.line)
            yield command("error", reason(part), file=grade.file, line=line, title=title)


def command(name: str, message: str, **properties: str) -> str:
    """A workflow command in one line that can't become two, nor a command of another name."""
    given = ((key, clean(value)) for key, value in properties.items() if value)
    pairs = ",".join(f"{key}={_property(value)}" for key, value in given)
    return f"::{name} {pairs}::{_data(clean(message))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def step_summary(grades: Sequence[Grade]) -> str:
    """Markdown for a GitHub step: a table of points, then why each submission lost them."""
    names = list(dict.fromkeys(part.name for grade in grades for part in grade.parts))
    head = ["submission", "points", *names]
    table = [_cells(head), _cells(["---"] * len(head), escaped=True)]
    table += [_cells(_row(grade, names)) for grade in grades]
    rows = "\n".join(table)
    reasons = "\n".join(_reasons(grades))
    text = f"## Grades\n\n{rows}\n\n{reasons}\n"
    if len(text.encode()) <= SUMMARY_BYTES:
        return text
    return f"## Grades\n\n{len(grades)} submissions: too many to be shown here; see the artifact.\n"


def _row(grade: Grade, names: Sequence[str]) -> list[str]:
    if grade.score is None:
        return [grade.submission, "needs staff", *[""] * len(names)]
    scores = {part.name: f"{part.score:g}" for part in grade.parts}
    return [
        grade.submission,
        f"{grade.score:g} / {grade.max_score:g}",
        *[scores.get(name, "") for name in names],
    ]


def _reasons(grades: Sequence[Grade]) -> Iterator[str]:
    for grade in grades:
        lost = [part for part in grade.parts if part.score < part.max_score]
        lines = [f"  - {markdown(part.name)}: {markdown(reason(part))}" for part in lost]
        if grade.error is not None:
            lines = [f"  - needs staff: {markdown(grade.error)}"]
        if lines:
            yield "\n".join([f"- {markdown(grade.submission)}", *lines])


def _cells(texts: Iterable[str], *, escaped: bool = False) -> str:
    return f"| {' | '.join(text if escaped else markdown(text) for text in texts)} |"
