"""What this machine can do for grading: versions, layers of isolation, and what they are worth."""

from __future__ import annotations

import importlib.metadata
import os
import platform
from collections.abc import Iterator
from dataclasses import dataclass
from time import monotonic

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from autograder import __version__, trials
from autograder.isolation import LAYERS, Isolation, Layer
from autograder.jail import ACTIVE
from autograder.sandbox import Sandbox
from autograder.trials import Outcome


@dataclass(frozen=True)
class Examination:
    """What was found; ``seconds`` is how long TensorFlow took to start."""

    isolation: Isolation
    outcomes: tuple[Outcome, ...]
    seconds: float

    @property
    def holes(self) -> list[Outcome]:
        """The trials that got through."""
        return [outcome for outcome in self.outcomes if outcome.how is None]

    @property
    def is_sound(self) -> bool:
        """Whether every layer is active and every trial was stopped."""
        return not self.isolation.missing and not self.holes


def examine() -> Examination:
    """Start a zygote, look at its layers, and let workers try to get out. Raises SandboxError."""
    start = monotonic()
    os.environ[trials.BAIT] = "bait"
    with Sandbox() as sandbox:
        sandbox.wait()
        seconds = monotonic() - start
        return Examination(sandbox.isolation(), tuple(trials.run_all(sandbox)), seconds)


def page(found: Examination) -> RenderableType:
    """The examination for a terminal."""
    level = found.isolation.level
    style = "green" if found.is_sound else "yellow"
    return Group(
        _machine(found),
        Text.assemble("\nIsolation level: ", (level.value, style)),
        Padding(_layers(found.isolation), (1, 0, 1, 0)),
        *_remedies(found.isolation),
        Text("What a worker was just made to try"),
        Padding(_trials(found.outcomes), (1, 0, 0, 0)),
    )


def _machine(found: Examination) -> Text:
    user = "root" if hasattr(os, "geteuid") and os.geteuid() == 0 else "an ordinary user"
    libraries = ", ".join(f"{name} {version}" for name, version in _versions())
    return Text(
        f"autograder {__version__} with Python {platform.python_version()}, {libraries}\n"
        f"{platform.system()} {platform.release()} on {platform.machine()}, as {user}; "
        f"TensorFlow started in {found.seconds:.1f} s"
    )


def _versions() -> Iterator[tuple[str, str]]:
    for name in ("tensorflow", "tensorflow-cpu", "keras", "numpy"):
        try:
            yield name, importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue


def _layers(isolation: Isolation) -> Table:
    table = _grid(10, 8, None)
    for layer in LAYERS:
        active = isolation.state(layer) == ACTIVE
        state = Text(ACTIVE, "green") if active else Text("missing", "red")
        table.add_row(Text(layer.name, "bold"), state, layer.does)
    return table


def _remedies(isolation: Isolation) -> Iterator[RenderableType]:
    """What is missing, why and what to do; layers that share that share a paragraph."""
    groups: dict[tuple[str, str], list[Layer]] = {}
    for layer in isolation.missing:
        groups.setdefault((isolation.state(layer), layer.remedy), []).append(layer)
    for (reason, remedy), layers in groups.items():
        table = _grid(12, None)
        table.add_row("because", Text(reason))
        for layer in layers:
            table.add_row("leaves open", Text(f"{layer.name}: {layer.without}"))
        table.add_row("to get it", Text(remedy))
        yield Text(f"Missing: {', '.join(layer.name for layer in layers)}", "bold")
        yield Padding(table, (0, 0, 1, 4))


def _trials(outcomes: tuple[Outcome, ...]) -> Table:
    table = _grid(40, 9, None)
    for outcome in outcomes:
        stopped = outcome.how is not None
        state = Text("stopped", "green") if stopped else Text("SUCCEEDED", "bold red")
        table.add_row(outcome.trial.reaches, state, Text(outcome.how or ""))
    return table


def _grid(*widths: int | None) -> Table:
    table = Table.grid(padding=(0, 1))
    for width in widths:
        table.add_column(width=width)
    return table
