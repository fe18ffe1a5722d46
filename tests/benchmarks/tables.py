"""What was measured, as tables: on the terminal, in ``versus.md``, and from there in the README."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table as RichTable

from tests.benchmarks.crowd import COURSE

FILE = Path(__file__).parent / "versus.md"
README = COURSE / "README.md"
BEGIN, END = "<!-- benchmark -->", "<!-- end of the benchmark -->"

Measured = Mapping[str, Any]
OURS, TRUSTED = "ours", "the same checks as trusted code in one warm process"


@dataclass(frozen=True)
class Table:
    """``headings`` and ``rows`` of as many cells; the first column is words."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]

    def markdown(self) -> str:
        lines = [self.headings, ["---", *["--:"] * (len(self.headings) - 1)], *self.rows]
        return f"{self.title}\n\n" + "".join(f"| {' | '.join(cells)} |\n" for cells in lines)

    def rich(self) -> RichTable:
        table = RichTable(title=self.title)
        for number, heading in enumerate(self.headings):
            table.add_column(heading, justify="right" if number else "left")
        for cells in self.rows:
            table.add_row(*cells)
        return table


def tables(measured: Measured) -> Iterator[Table]:
    """A table for each part that was measured."""
    makers = {"cold": _cold, "throughput": _throughput, "growth": _growth, "floor": _floor}
    return (make(measured[name]) for name, make in makers.items() if name in measured)


def _cold(part: Mapping[str, Any]) -> Table:
    rows, ours = part["rows"], part["rows"][OURS]
    title = (
        f"One hand-in, nothing running (medians of {part['rounds']} rounds, in turns; "
        "in brackets: as a multiple of ours)."
    )
    cells = [
        [
            _called(name, part.get("versions", {})),
            *(_against(row[unit], ours[unit], form) for unit, form in _UNITS.items()),
        ]
        for name, row in rows.items()
    ]
    return Table(title, ["cold", "seconds", "CPU seconds", "peak MB"], cells)


_UNITS = {"wall": "{:.1f}", "cpu": "{:.1f}", "peak_mb": "{:.0f}"}


def _throughput(part: Mapping[str, Any]) -> Table:
    rows, ours = part["rows"], part["rows"][OURS]
    title = (
        f"Many hand-ins, {part['cores']} cores busy: {part['few']} hand-ins for the incumbents, "
        f"{part['count']} for ours, these among them; starting and ending included."
    )
    cells = [
        [
            name,
            _against(row["each"], ours["each"], "{:.2f}"),
            _against(row["cpu"], ours["cpu"], "{:.2f}"),
            f"{row['per_core_hour']:,.0f}",
            f"{ours['per_core_hour'] / row['per_core_hour']:.1f}",
            _against(row["peak_mb"], ours["peak_mb"], "{:.0f}"),
        ]
        for name, row in _ours_first(rows)
    ]
    headings = ["throughput", "median s each", "CPU s each", "an hour and core"]
    return Table(title, [*headings, "ours is faster by", "peak MB"], cells)


def _growth(part: Mapping[str, Any]) -> Table:
    cells = [
        [
            f"{row['count']:,}",
            f"{row['wall']:.0f}",
            f"{row['each']:.2f}",
            f"{row['cpu']:.2f}",
            f"{row['per_core_hour']:,.0f}",
            f"{row['peak_mb']:.0f}",
        ]
        for row in part["rows"].values()
    ]
    headings = ["hand-ins", "seconds", "median s each", "CPU s each", "an hour and core", "peak MB"]
    return Table(f"Ours as classes grow, on {part['cores']} cores.", headings, cells)


def _floor(part: Mapping[str, Any]) -> Table:
    ours, trusted = part["ours"], part["trusted"]
    title = (
        f"The floor: one core, {part['count']} hand-ins, starting not counted "
        "(in brackets: as a multiple of the floor)."
    )
    cells = [
        [TRUSTED, f"{trusted['mean']:.2f}", f"{trusted['cpu']:.2f}"],
        [
            "ours, all isolation included",
            _against(ours["mean"], trusted["mean"], "{:.2f}"),
            _against(ours["cpu"], trusted["cpu"], "{:.2f}"),
        ],
    ]
    return Table(title, ["floor", "mean s each", "CPU s each"], cells)


def _ours_first(rows: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return sorted(rows.items(), key=lambda row: row[0] != OURS)


def _called(name: str, versions: Mapping[str, str]) -> str:
    return f"{name} ({versions[name]})" if name in versions else name


def _against(value: float, unit: float, form: str) -> str:
    """The value with its multiple of ``unit``."""
    return f"{form.format(value)} ({value / unit:.2f})"


# --- where they go -----------------------------------------------------------------------------


def show(measured: Measured, console: Console) -> None:
    """On the terminal."""
    for table in tables(measured):
        console.print(table.rich())


def write(measured: Measured, to: Path | None) -> None:
    """To the file ``to``; else to ``versus.md``, and the tables into the README as well."""
    block = f"{BEGIN}\n" + "\n".join(table.markdown() for table in tables(measured)) + END
    days = ", ".join(f"{name} {part['when']}" for name, part in measured.items())
    text = (
        "# Ours against the incumbents\n\n"
        "Written by `python -m tests.benchmarks.versus`; not to be edited by hand.\n\n"
        f"Machine: {_machine()}. Versions: {_versions()}. Measured: {days}.\n\n{_METHOD}\n{block}\n"
    )
    (to or FILE).write_text(text, encoding="utf-8")
    if to is None:
        readme = README.read_text(encoding="utf-8")
        README.write_text(readme.replace(quoted(readme), block), encoding="utf-8")


def quoted(text: str) -> str:
    """The tables in a text, with the comments round them. Raises ValueError without them."""
    found = re.search(f"{BEGIN}.*?{END}", text, re.DOTALL)
    if found is None:
        raise ValueError(f"expected tables between {BEGIN} and {END}")
    return found[0]


_METHOD = """\
The incumbents make 26 checks of six losses, the public ones; ours makes its 48 hidden ones and 25
of the quiz, and looks for the planted mistake behind what failed. All use the same TensorFlow
(linked into environments of their own), with bytecode, after a first run that is not counted.
`otter run` works without a container; `nbgrader autograde` gets one process for all hand-ins
of a core. Hand-ins that end their process or never end are not given to them, nor counted as
trusted code. What ours knows of the planted mistakes (found out once a machine) is there before.
Peak MB: the largest sum of proportional set sizes (PSS) of all processes of a command, looked at
four times a second or less: what processes share counts once. CPU seconds: of all processes.
"""


def _machine() -> str:
    processor = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores = len(os.sched_getaffinity(0))
    return f"{processor}, {cores} cores, {memory:.0f} GB, Linux {platform.release().split('-')[0]}"


def _versions() -> str:
    names = ("tensorflow-cpu", "tensorflow", "keras", "numpy", "pytest")
    found = {each.name.lower().replace("_", "-"): each.version for each in metadata.distributions()}
    listed = [f"{name} {found[name]}" for name in names if name in found]
    return ", ".join([f"Python {platform.python_version()}", *listed])
