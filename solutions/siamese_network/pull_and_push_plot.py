"""Draw the handout's picture of what a distance costs similar and dissimilar pairs.

    python -m pip install matplotlib
    python solutions/siamese_network/pull_and_push_plot.py \
        assignments/siamese_network/pull_and_push.svg

Only this script needs matplotlib. The same version of it writes the same bytes every time.
"""

import sys
from pathlib import Path

import matplotlib

matplotlib.use("svg")

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes

MARGIN = 1.0
LIMIT = 2.0
SIMILAR, DISSIMILAR, INK = "#0061A8", "#A33A00", "#333333"


def set_style() -> None:
    """Same bytes every time: salted ids, and letters as paths of the font matplotlib ships."""
    matplotlib.rc("svg", hashsalt="siamese_network", fonttype="path")
    matplotlib.rc("font", family="DejaVu Sans", size=11)
    matplotlib.rc("axes", edgecolor=INK)
    matplotlib.rc("axes.spines", top=False, right=False)


def draw_curves(axes: Axes) -> None:
    """What a pair of either kind costs at each distance."""
    distance = np.linspace(0, LIMIT, 161)
    gap = np.maximum(MARGIN - distance, 0)
    axes.plot(distance, distance**2, color=SIMILAR, linewidth=2.5)
    axes.plot(distance, gap**2, color=DISSIMILAR, linewidth=2.5, linestyle="--")


def draw_arrows(axes: Axes) -> None:
    """Where training moves a pair: along its curve, downhill."""
    for color, start, end in (
        (SIMILAR, (1.3, 1.3**2), (1.08, 1.08**2)),
        (DISSIMILAR, (0.16, 0.84**2), (0.4, 0.6**2)),
    ):
        arrow = {"arrowstyle": "-|>,head_width=.5,head_length=.9", "color": color, "linewidth": 3}
        axes.annotate("", end, start, arrowprops=arrow)
    axes.text(1.02, 1.42, "pull", color=SIMILAR, ha="right", weight="bold")
    axes.text(0.33, 0.62, "push", color=DISSIMILAR, weight="bold")


def label(axes: Axes) -> None:
    """Name the curves, the threshold and the margin."""
    axes.text(1.42, 1.75, "similar pair, Y = 1\nD²", color=SIMILAR, weight="bold", va="top")
    note = "dissimilar pair, Y = 0\nmax(m − D, 0)²"
    axes.text(1.3, 0.1, note, color=DISSIMILAR, weight="bold")
    axes.vlines(MARGIN / 2, 0, 2.1, color=INK, linewidth=1, linestyle=":")
    axes.text(MARGIN / 2 + 0.02, 2.0, "threshold ½", color=INK)
    axes.plot(MARGIN / 2, MARGIN**2 / 4, "o", color=INK, mfc="white", ms=8, mew=1.5)
    axes.annotate(
        "margin 1",
        (MARGIN, 0),
        (MARGIN, 0.32),
        color=INK,
        ha="center",
        arrowprops={"arrowstyle": "->", "color": INK},
    )


def main(target: Path) -> None:
    set_style()
    figure, axes = plt.subplots(figsize=(7.3, 4.2), layout="constrained", facecolor="white")
    draw_curves(axes)
    draw_arrows(axes)
    label(axes)
    axes.set(xlim=(0, LIMIT), ylim=(-0.03, 2.2))
    axes.set(xlabel="distance  D of the pair", ylabel="what the pair costs")
    axes.grid(color="#E4E4E4", linewidth=0.8)
    axes.set_axisbelow(True)
    figure.savefig(target, metadata={"Date": None, "Creator": None})


if __name__ == "__main__":
    main(Path(sys.argv[1]))
