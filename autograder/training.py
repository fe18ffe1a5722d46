"""What graders ask for when a loss is to be trained with, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass

from autograder import wire


@dataclass(frozen=True)
class Training:
    """``epochs`` on a linear model of m outputs: ``x`` (n, k), ``y`` (n, l), ``kernel`` (k, m),
    ``bias`` (m,), all float32. Labels and outputs need not be as many."""

    x: wire.Array
    y: wire.Array
    kernel: wire.Array
    bias: wire.Array
    learning_rate: float = 0.05
    batch_size: int = 4
    epochs: int = 1


@dataclass(frozen=True)
class Trajectory:
    """Where a training went: the history of the loss (epochs,), the final kernel and bias."""

    history: wire.Array
    kernel: wire.Array
    bias: wire.Array
