"""Grades for a terminal: points by part, and one line for every loss of points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.bar import Bar
from rich.columns import Columns
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from autograder.assignment import Assignment
from autograder.pages import overview as standing
from autograder.pages.overview import Misunderstanding
from autograder.result import CheckResult, Grade, PartResult
from autograder.round import Change

NAME_WIDTH = 26
LISTED = 40
"""Submissions that are listed one by one; the files hold the others."""
TOP = 8
"""Misunderstandings that are listed; the report holds the others."""
SHORT = 24
"""Characters up to which a message is a word on the answer rather than a sentence."""


def console(*, stderr: bool = False) -> Console:
    """Colours and the terminal's width on a terminal; plain and unwrapped when piped."""
    found = Console(stderr=stderr, highlight=False)
    return found if found.is_terminal else Console(stderr=stderr, highlight=False, width=1000)


def show(target: Console, *blocks: RenderableType) -> None:
    """Print; when piped, without the blanks that fill a table's last column."""
    literal = [Text(block) if isinstance(block, str) else block for block in blocks]
    if target.is_terminal:
        target.print(*literal, sep="\n")
        return
    with target.capture() as capture:
        target.print(*literal, sep="\n")
    for line in capture.get().splitlines():
        target.out(line.rstrip())


def class_table(grades: Sequence[Grade], assignment: Assignment) -> RenderableType:
    """A line a student with points by part, and below it why points were lost; of a class that
    nobody would read through, only those who need staff."""
    blocks: list[RenderableType] = [_legend(assignment), Text()]
    listed = sorted(grades, key=lambda grade: grade.submission.casefold())
    if len(listed) > LISTED:
        listed = [grade for grade in listed if grade.error is not None]
    for grade in listed[:LISTED]:
        blocks.append(_row(grade, assignment))
        blocks += [Padding(_reason(part), (0, 0, 0, 4)) for part in grade.parts if _lost(part)]
    if len(listed) > LISTED:
        blocks.append(Text(f"and {len(listed) - LISTED} more who need staff", "yellow"))
    return Group(*blocks, *([Text()] if listed else []), _totals(grades))


def overview(grades: Sequence[Grade], assignment: Assignment) -> RenderableType:
    """The class: how its scores lie, points by part, what most misunderstood."""
    known, _ = standing.misunderstandings(grades, assignment)
    blocks: list[RenderableType] = [_part_table(grades, assignment)]
    if known:
        blocks += [Text(), Text("Most misunderstood", "bold"), _misunderstood(known)]
    return Group(*blocks)


def histogram(grades: Sequence[Grade], assignment: Assignment) -> RenderableType:
    """A bar for each tenth of the points."""
    bins = standing.histogram(standing.scores(grades), assignment.points, standing.BINS)
    highest = max(1, *(each.count for each in bins))
    table = Table.grid(padding=(0, 1))
    table.add_column(justify="right", style="dim")
    table.add_column()
    for each in bins:
        bar = Bar(highest, 0, each.count, width=40, color="blue")
        table.add_row(f"{each.low:g} to {each.high:g}", Columns([bar, Text(f"{each.count or ''}")]))
    return table


def _part_table(grades: Sequence[Grade], assignment: Assignment) -> RenderableType:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", pad_edge=False)
    table.add_column("Part")
    for head in ("of", "mean", "median", "all points", "none"):
        table.add_column(head, justify="right")
    for part in standing.by_part(grades, assignment):
        if part.spread is not None:
            mean, median = f"{part.spread.mean:.1f}", f"{part.spread.median:.1f}"
            counts = (str(part.full), str(part.none))
            table.add_row(part.name, f"{part.points:g}", mean, median, *counts)
    return table


def _misunderstood(known: Sequence[Misunderstanding]) -> RenderableType:
    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right")
    table.add_column()
    for each in known[:TOP]:
        said = _clean(each.title or each.hint)
        table.add_row(str(len(each.who)), f"{said} ({', '.join(each.parts)})")
    if len(known) > TOP:
        table.add_row("", Text(f"and {len(known) - TOP} more", "dim"))
    return table


def changes(found: Sequence[Change]) -> RenderableType:
    """Who gained and who lost points by a regrade, and in which parts."""
    steps = [(_known(each.old), _known(each.new)) for each in found]
    gained, lost = sum(old < new for old, new in steps), sum(old > new for old, new in steps)
    grades = "grade" if len(found) == 1 else "grades"
    heading = Text(f"{len(found) or 'no'} changed {grades}: {gained} higher, {lost} lower", "bold")
    return Group(heading, *map(_change, found), Text())


def _known(grade: Grade) -> float:
    return -1.0 if grade.score is None else grade.score  # no points are less than zero points


def _change(change: Change) -> Text:
    old, new = (
        {part.name: part.score for part in grade.parts} for grade in (change.old, change.new)
    )
    style = "red" if _known(change.old) > _known(change.new) else "green"
    line = Text.assemble(
        (_clean(change.new.submission), "bold"),
        "  ",
        (f"{_verdict(change.old)} -> {_verdict(change.new)}", style),
    )
    for name in dict.fromkeys([*old, *new]):
        if old.get(name) != new.get(name):
            line.append(f"  {name} {_score(old.get(name))} -> {_score(new.get(name))}")
    return line


def _verdict(grade: Grade) -> str:
    return _score(grade.score) if grade.error is None else f"needs staff ({_clean(grade.error)})"


def _score(score: float | None) -> str:
    return "none" if score is None else f"{round(score, 4):g}"


def report(grade: Grade, assignment: Assignment) -> RenderableType:
    """One student's grade, check by check."""
    blocks: list[RenderableType] = [_heading(grade), Text(), parts(grade, assignment)]
    if grade.staff:
        blocks += [Text(), Text("For staff", "bold")]
        blocks += [Padding(Text(_clean(note), "yellow"), (0, 0, 0, 4)) for note in grade.staff]
    if grade.repairs:
        blocks += [Text(), Text("Notes on the file", "bold")]
        blocks += [Padding(Text(_clean(note), "dim"), (0, 0, 0, 4)) for note in grade.repairs]
    return Group(*blocks)


def parts(grade: Grade, assignment: Assignment) -> RenderableType:
    """The parts that were graded, with every check that was lost."""
    blocks: list[RenderableType] = []
    titles = {part.name: part.title for part in assignment.parts}
    for part in grade.parts:
        title = Text.assemble((f"{part.name}", "bold"), f"  {titles[part.name]}")
        blocks.append(_columns((title, 78), (_points(part.score, part.max_score), 14)))
        if part.mistake is not None:  # what to rethink comes before what went wrong
            blocks.append(Padding(Text(_clean(part.mistake.hint), "bold yellow"), (0, 0, 0, 4)))
        blocks += [_checks(*group) for group in _grouped(part.checks)]
    return Group(*blocks)


def _columns(*cells: tuple[RenderableType, int]) -> Table:
    table = Table.grid(padding=(0, 1))
    for index, (_, width) in enumerate(cells):
        table.add_column(width=width, justify="left" if index == 0 else "right", no_wrap=True)
    table.add_row(*[cell for cell, _ in cells])
    return table


def headline(grade: Grade) -> str:
    """Points, or why there are none, in a few words."""
    if grade.error is not None:
        return f"needs staff: {_clean(grade.error)}"
    assert grade.score is not None
    return _points(grade.score, grade.max_score).plain


def _heading(grade: Grade) -> Text:
    if grade.error is not None:
        return Text.assemble(
            (_clean(grade.submission), "bold"),
            "  ",
            ("needs staff", "yellow"),
            f": {_clean(grade.error)}",
        )
    assert grade.score is not None
    total = _points(grade.score, grade.max_score)
    return Text.assemble((_clean(grade.submission), "bold"), "  ", total)


def _legend(assignment: Assignment) -> Text:
    lines = [
        f"{number}  {part.name} ({part.points:g})"
        for number, part in enumerate(assignment.parts, 1)
    ]
    return Text("\n".join([f"{assignment.title}, {assignment.points:g} points", *lines]), "dim")


def _row(grade: Grade, assignment: Assignment) -> RenderableType:
    name = Text(_clean(grade.submission), "bold", overflow="ellipsis")
    if grade.error is not None:
        why = Text(f"needs staff: {_clean(grade.error)}", "yellow")
        return Group(name, Padding(why, (0, 0, 0, 4)))
    assert grade.score is not None
    cells: list[tuple[RenderableType, int]] = [(name, NAME_WIDTH), (_points(grade.score, None), 6)]
    for number, part in enumerate(grade.parts, 1):
        points = Text.assemble(
            (f"{number}:", "dim"), _points(part.score, part.max_score, short=True)
        )
        cells.append((points, 7))
    return _columns(*cells)


def _points(score: float, most: float | None, *, short: bool = False) -> Text:
    style = "" if most is None else "green" if score == most else "red" if score == 0 else "yellow"
    shown = f"{round(score, 2):g}"
    return Text(shown if short or most is None else f"{shown} / {most:g}", style)


def _lost(part: PartResult) -> bool:
    return part.score < part.max_score


def _reason(part: PartResult) -> RenderableType:
    """The part, the points lost, and why, in one line (two on a narrow terminal)."""
    table = Table.grid(padding=(0, 1))
    table.add_column(width=28, no_wrap=True)
    table.add_column(width=6, justify="right", no_wrap=True)
    table.add_column()
    lost = f"-{round(part.max_score - part.score, 2):g}"
    table.add_row(Text(part.name), Text(lost, "red"), Text(_why(part)))
    return table


def _why(part: PartResult) -> str:
    if part.mistake is not None:
        return _clean(part.mistake.hint)
    groups: dict[str, list[str]] = {}
    for check in part.checks:
        if check.outcome in ("failed", "error"):
            groups.setdefault(_clean(check.message), []).append(check.name)
    if not groups:
        return "not looked at"
    if all(len(message) <= SHORT for message in groups):
        return "; ".join(
            f"{message.rstrip('.').lower()}: {_listed(names, part)}"
            for message, names in groups.items()
        )
    first, *_ = groups
    also = ", ".join([name for names in groups.values() for name in names][1:])
    return first + (f" (also: {also})" if also else "")


def _listed(names: Sequence[str], part: PartResult) -> str:
    return "all" if len(names) == len(part.checks) > 1 else ", ".join(names)


def _grouped(checks: Sequence[CheckResult]) -> Iterator[tuple[CheckResult, str]]:
    """Checks that did not pass, those with the same outcome and message under one roof."""
    groups: dict[tuple[str, str], list[CheckResult]] = {}
    for check in checks:
        if check.outcome != "passed":
            groups.setdefault((check.outcome, check.message), []).append(check)
    for alike in groups.values():
        yield alike[0], ", ".join(check.name for check in alike)


def _checks(check: CheckResult, names: str) -> RenderableType:
    styles = {"failed": "red", "skipped": "dim", "error": "yellow"}
    table = Table.grid(padding=(0, 1))
    table.add_column(width=4)
    table.add_column(width=22)
    table.add_column(width=8)
    table.add_column()
    style = styles[check.outcome]
    table.add_row("", Text(names), Text(check.outcome, style), Text(_clean(check.message)))
    return table


def _totals(grades: Sequence[Grade]) -> Text:
    scores = standing.scores(grades)
    staff = len(grades) - len(scores)
    words = [f"{len(grades)} submissions, {len(scores)} graded"]
    if spread := standing.Spread.of(scores):
        words += [f"mean {spread.mean:.1f}", f"median {spread.median:.1f}"]
        words.append(f"from {spread.least:.4g} to {spread.most:.4g}")
    text = Text(", ".join(words))
    if staff:
        text.append(f", {staff} need staff", "yellow")
    return text


def _clean(text: str) -> str:
    """Text of students' making, without the characters that steer a terminal."""
    return "".join(char if char.isprintable() else " " for char in text)
