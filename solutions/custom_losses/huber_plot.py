"""Draw the handout's picture of the Huber loss beside the squared and the absolute error.

    python -m pip install matplotlib
    python solutions/custom_losses/huber_plot.py assignments/custom_losses/huber.svg

Only this script needs matplotlib; the exercise and its graders do not. The same version of
matplotlib writes the same bytes every time.
"""

import sys
from pathlib import Path

import matplotlib

matplotlib.use("svg")

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

THRESHOLD = 1.0
LIMIT = 4.0
HUBER, SQUARED, ABSOLUTE, INK = "#0061A8", "#A33A00", "#00755A", "#333333"
HUBER_LINE = "#4A9ADA"  # lighter than its label: the dashes on top of it must show


def huber(error: NDArray[np.float64]) -> NDArray[np.float64]:
    """The part of |e| below the threshold is charged quadratically, the rest linearly."""
    size = np.abs(error)
    inner = np.minimum(size, THRESHOLD)
    return inner**2 / 2 + THRESHOLD * (size - inner)


def set_style() -> None:
    """Same bytes every time: salted ids, and letters as paths of the font matplotlib ships."""
    matplotlib.rc("svg", hashsalt="custom_losses", fonttype="path")
    matplotlib.rc("font", family="DejaVu Sans", size=11)
    matplotlib.rc("axes", edgecolor=INK)
    matplotlib.rc("axes.spines", top=False, right=False)


def draw_curves(axes: Axes) -> None:
    """Huber is the widest line and lies below the others: where two coincide, both show."""
    error = np.linspace(-LIMIT, LIMIT, 161)
    axes.plot(error, huber(error), color=HUBER_LINE, linewidth=5)
    axes.plot(error, error**2 / 2, color=SQUARED, linewidth=1.8, linestyle="--")
    axes.plot(error, np.abs(error), color=ABSOLUTE, linewidth=1.8, linestyle="-.")


def mark_meeting_points(axes: Axes) -> None:
    """Ring both ends of the quadratic branch and say what holds there."""
    for side in (-THRESHOLD, THRESHOLD):
        axes.vlines(side, 0, THRESHOLD**2 / 2, color=INK, linewidth=1, linestyle=":")
        axes.plot(side, THRESHOLD**2 / 2, "o", color=HUBER, mfc="white", ms=10, mew=2)
        arrow = {"arrowstyle": "->", "color": INK, "linewidth": 1, "shrinkB": 2}
        axes.annotate("", (side * 0.98, 0.75), (side * 0.3, 3.35), arrowprops=arrow)
    note = "the two branches meet at |e| = 1:\nequal value ½, equal slope ±1"
    axes.text(0, 3.5, note, color=INK, ha="center")


def label_curves(axes: Axes) -> None:
    """Name each curve beside it, in its own colour."""
    axes.text(3.15, 6.3, "squared\ne² / 2", color=SQUARED, ha="right", weight="bold")
    axes.text(1.72, 2.1, "absolute\n|e|", color=ABSOLUTE, ha="right", weight="bold")
    axes.text(2.6, 1.15, "Huber,\nthreshold 1", color=HUBER, ha="left", weight="bold")


def main(target: Path) -> None:
    set_style()
    figure, axes = plt.subplots(figsize=(7.3, 4.7), layout="constrained", facecolor="white")
    draw_curves(axes)
    mark_meeting_points(axes)
    label_curves(axes)
    axes.set(xlim=(-LIMIT, LIMIT), ylim=(0, 8.2))
    axes.set(xlabel="error  e = y_true − y_pred", ylabel="loss of one element")
    axes.grid(color="#E4E4E4", linewidth=0.8)
    axes.set_axisbelow(True)
    figure.savefig(target, metadata={"Date": None, "Creator": None})


if __name__ == "__main__":
    main(Path(sys.argv[1]))
