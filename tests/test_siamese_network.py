"""The Siamese network: its solution is right by independent arithmetic, and its training's bar lies
between what is right and what is not."""

from __future__ import annotations

import itertools
import json
import runpy
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import tensorflow as tf

from autograder import assignment, master
from autograder import submission as reading
from autograder.assignment import Assignment
from autograder.grading import Grader
from autograder.handle import Handle
from autograder.result import Grade
from autograder.sandbox import Limits, Sandbox, lease
from autograder.submission import Submission
from tests.conftest import COURSE, SEED, checks, failed

SOLUTION = runpy.run_path(str(COURSE / "solutions" / "siamese_network" / "master.py"))
LABELS = np.array([3, 3, 3, 8, 8, 5, 5, 5, 5])


@pytest.fixture(scope="module")
def siamese() -> Assignment:
    return assignment.load(COURSE, "siamese_network")


@pytest.fixture(scope="module")
def solution(siamese: Assignment) -> str:
    return master.solution(siamese.master.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def full(siamese: Assignment, solution: str, sandbox: Sandbox) -> Grade:
    """The solution's grade."""
    return graded(siamese, reading.from_text("solution", "solution.py", solution), sandbox)


def graded(siamese: Assignment, hand_in: Submission, sandbox: Sandbox, *parts: str) -> Grade:
    grader = Grader(siamese, sandbox.address, SEED)
    with closing(grader):
        return grader.judge(hand_in, frozenset(parts) if parts else None)


def images_of(count: int) -> Any:
    return np.random.default_rng(1).uniform(size=(count, 8, 8)).astype("f4")


# --- the solution --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pairs() -> list[tuple[int, int, int]]:
    """The solution's pairs by the numbers of their images, with y."""
    images = images_of(len(LABELS))
    numbers = {image.tobytes(): number for number, image in enumerate(images)}
    left, right, y = SOLUTION["make_pairs"](images, LABELS, 4)
    assert (left.shape, right.shape, y.shape) == ((18, 8, 8), (18, 8, 8), (18, 1))
    assert {each.dtype for each in (left, right, y)} == {np.dtype("f4")}
    rows = zip(left, right, y[:, 0], strict=True)
    return [(numbers[a.tobytes()], numbers[b.tobytes()], int(label)) for a, b, label in rows]


def test_y_is_one_for_equal_labels(pairs: list[tuple[int, int, int]]) -> None:
    assert [y for _, _, y in pairs] == [int(LABELS[a] == LABELS[b]) for a, b, _ in pairs]


def test_each_image_is_left_in_one_pair_of_either_kind_and_never_beside_itself(
    pairs: list[tuple[int, int, int]],
) -> None:
    assert sorted((a, y) for a, _, y in pairs) == list(itertools.product(range(9), (0, 1)))
    assert all(a != b for a, b, _ in pairs)


def test_the_seed_decides_everything() -> None:
    images = images_of(len(LABELS))
    one, again, other = (SOLUTION["make_pairs"](images, LABELS, seed) for seed in (4, 4, 5))
    assert all(map(np.array_equal, one, again))
    assert not any(map(np.array_equal, one, other))


def test_every_partner_may_be_drawn() -> None:
    images, labels = images_of(4), np.array([1, 1, 2, 2])
    found = set()
    for seed in range(20):
        left, right, y = SOLUTION["make_pairs"](images, labels, seed)
        chosen = (y == 0)[:, 0] & (left == images[2]).all((1, 2))
        found |= {image.tobytes() for image in right[chosen]}
    assert found == {images[0].tobytes(), images[1].tobytes()}


ROWS = np.array([[3, 0, 0], [1, 1, 1], [0.5, -2, 1]], "f4")
OTHERS = np.array([[0, 4, 0], [1, 1, 3], [-0.5, 0, 3]], "f4")


def test_distances_are_those_computed_by_hand() -> None:
    found = SOLUTION["euclidean_distance"](tf.constant(ROWS), tf.constant(OTHERS))
    np.testing.assert_allclose(found, [[5], [2], [3]], rtol=1e-6)


def test_the_gradient_of_a_distance_is_the_direction() -> None:
    one, other = tf.constant(ROWS), tf.constant(OTHERS)
    with tf.GradientTape() as tape:
        tape.watch([one, other])
        found = SOLUTION["euclidean_distance"](one, other)
    toward = np.array([[0.6, -0.8, 0], [0, 0, -1], [1 / 3, -2 / 3, -2 / 3]])
    for seen, due in zip(tape.gradient(found, [one, other]), (toward, -toward), strict=True):
        np.testing.assert_allclose(seen, due, rtol=1e-5, atol=1e-7)


def test_equal_rows_are_at_zero_with_a_gradient_of_zero() -> None:
    one = tf.constant(ROWS)
    with tf.GradientTape() as tape:
        tape.watch(one)
        found = SOLUTION["euclidean_distance"](one, tf.constant(ROWS))
    np.testing.assert_allclose(found, np.zeros((3, 1)), atol=0.001)
    np.testing.assert_array_equal(tape.gradient(found, one), np.zeros((3, 3)))


@pytest.mark.parametrize(("margin", "dissimilar"), [(1, [0.64, 0.04, 0]), (2.5, [5.29, 2.89, 0])])
def test_the_loss_costs_what_was_computed_by_hand(margin: float, dissimilar: list[float]) -> None:
    loss = SOLUTION["ContrastiveLoss"](margin)
    for y, costs in ((1.0, [0.04, 0.64, 9]), (0.0, dissimilar)):
        for distance, cost in zip((0.2, 0.8, 3.0), costs, strict=True):
            found = loss(tf.constant([[y]]), tf.constant([[distance]]))
            np.testing.assert_allclose(found, cost, rtol=1e-5, atol=1e-7)


def test_the_network_has_no_weights_but_the_encoders_and_measures_its_embeddings() -> None:
    encoder = SOLUTION["build_encoder"](5)
    model = SOLUTION["build_siamese"](encoder, SOLUTION["euclidean_distance"])
    assert [id(each) for each in model.weights] == [id(each) for each in encoder.weights]
    assert model.count_params() == 64 * 64 + 64 + 64 * 5 + 5
    left, right = images_of(4), images_of(8)[4:]
    due = np.linalg.norm(np.asarray(encoder(left)) - np.asarray(encoder(right)), axis=1)
    np.testing.assert_allclose(model([left, right]), due[:, None], rtol=1e-4)


def test_accuracy_is_that_of_the_table() -> None:
    y, distances = np.array([1, 1, 1, 0, 0]), np.array([0.1, 0.69, 0.8, 0.3, 0.71])
    for shape in [(-1,), (-1, 1)]:
        found = SOLUTION["pair_accuracy"](y, distances.reshape(shape), 0.7)
        assert found == pytest.approx(3 / 5)


def test_separation_is_the_quotient_of_means_over_all_pairs_of_rows() -> None:
    embeddings = np.random.default_rng(3).normal(size=(len(LABELS), 4)).astype("f4")
    near, far = list[float](), list[float]()
    for i, j in itertools.combinations(range(len(LABELS)), 2):
        gap = sum((float(a) - float(b)) ** 2 for a, b in zip(*embeddings[[i, j]], strict=True))
        (near if LABELS[i] == LABELS[j] else far).append(gap**0.5)
    due = np.mean(far) / np.mean(near)
    assert SOLUTION["separation"](embeddings, LABELS) == pytest.approx(due, rel=1e-5)


def test_the_solution_scores_every_point(full: Grade) -> None:
    assert (full.status, full.score, full.max_score) == ("graded", 100, 100)


# --- training ------------------------------------------------------------------------------------


def test_what_is_right_reaches_the_bar_and_what_is_not_misses_it() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.siamese_spread", "2"],
        cwd=COURSE,
        capture_output=True,
        text=True,
        check=True,
    )
    told = {line["network"]: line for line in map(json.loads, done.stdout.splitlines())}
    for measure in ("accuracy", "separation"):
        bar = told["the bar"][measure]
        (least, _, _), *wrong = (told[name][measure] for name in ("right", "unshared", "untrained"))
        assert least >= bar, measure
        assert [most for _, _, most in wrong if most >= bar] == [], measure


def test_a_training_without_end_is_told_how_long_it_may_take(
    siamese: Assignment, solution: str, sandbox: Sandbox
) -> None:
    slow = "\n\ndef train_siamese(siamese, left, right, y):\n    while True:\n        pass\n"
    hand_in = reading.from_text("slow", "slow.py", solution + slow)
    hurried = replace(siamese, budget=replace(siamese.budget, request=1.0))
    found = graded(hurried, hand_in, sandbox, "train_siamese")
    told = {check.message for check in checks(found, "train_siamese").values() if check.message}
    assert failed(found, "train_siamese") == {"learns", "accuracy", "separation"}
    assert len(told) == 1
    assert next(iter(told)).startswith("The training was stopped: it may take 1 seconds")


def test_training_is_not_looked_at_before_what_it_is_made_of(
    siamese: Assignment, solution: str, sandbox: Sandbox
) -> None:
    wrong = "\n\ndef euclidean_distance(one, other):\n    return tf.norm(one - other, axis=1)\n"
    found = graded(
        siamese,
        reading.from_text("wrong", "wrong.py", solution + wrong),
        sandbox,
        "euclidean_distance",
        "train_siamese",
    )
    assert failed(found, "euclidean_distance") == {"shape", "zero"}
    skipped = checks(found, "train_siamese")
    assert {skipped[name].outcome for name in ("learns", "accuracy", "separation")} == {"skipped"}
    assert skipped["learns"].message == "Not looked at: `euclidean_distance` comes first."


@pytest.fixture
def worker(siamese: Assignment, sandbox: Sandbox) -> Iterator[Handle]:
    """What has loaded the digits as the handout does."""
    text = "from sklearn.datasets import load_digits\ncount = len(load_digits().images)\n"
    hand_in = reading.from_text("loads", "loads.py", text)
    with closing(
        Handle(hand_in, hand_in, lambda: lease(sandbox.address, Limits()), siamese.budget)
    ) as handle:
        yield handle


def test_the_digits_can_be_loaded_where_submissions_run(worker: Handle) -> None:
    worker.describe("count")
    assert worker.loading.failures == []
    assert worker.literal("count") == 1797
