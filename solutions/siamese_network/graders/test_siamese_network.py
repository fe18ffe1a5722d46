"""Hidden checks of the Siamese network. What is built on other parts gets what it needs from the
probes, but for the training, which is of the student's own loss, distance and network: it is
looked at when these are right.

Images, pairs and weights are made afresh for every grading run; the digits of the training are
split afresh into those to learn from and those to be judged by.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from weakref import WeakKeyDictionary

import numpy as np
import pytest

from autograder.assignment import Assignment
from autograder.checks import (
    Case,
    Failure,
    compare,
    described,
    equal,
    equal_when_averaged,
    shape_of,
)
from autograder.handle import Handle, Raised, Target
from autograder.wire import Array

pytestmark = pytest.mark.needs("defined")

ACCURACY, SEPARATION = 0.9, 2.8
"""What training must reach on unseen digits.

Measured by tests/benchmarks/siamese_spread.py over 20 seeds, least to most:

========== ================ ================
network    accuracy         separation
========== ================ ================
the right  0.917 to 0.951   2.98 to 3.47
unshared   0.834 to 0.894   2.12 to 2.59
untrained  0.516 to 0.588   1.24 to 1.44
========== ================ ================
"""
THRESHOLD = 0.5
SEEN, UNSEEN = 1000, 600
"""Digits to learn from, and to be judged by."""
LOSS = "keras.src.losses.loss.Loss"
FUNCTIONS = ("make_pairs", "euclidean_distance", "build_siamese", "pair_accuracy", "separation")
BUILT_ON = ("euclidean_distance", "ContrastiveLoss", "build_siamese")
"""What training takes from the other parts."""
TOO_SLOW = ("OutOfTime", "WorkerTimeout", "OutOfProcessorTime")

Rng = np.random.Generator
_wrong: WeakKeyDictionary[Handle, set[tuple[str, str]]] = WeakKeyDictionary()
"""Parts and checks without which training is not looked at, as far as they failed."""


@contextmanager
def essential(submission: Handle, part: str, check: str) -> Iterator[None]:
    """Training needs this check to be passed."""
    wrong = _wrong.setdefault(submission, set())
    wrong.add((part, check))
    yield
    wrong.discard((part, check))


def of(*parts: str) -> pytest.MarkDecorator:
    """The parts that a check is made of."""
    return pytest.mark.parametrize("part", parts)


@of(*FUNCTIONS[:3], "ContrastiveLoss", *FUNCTIONS[3:], "train_siamese")
def test_defined(part: str, submission: Handle) -> None:
    """The name is there, filled in, and of the kind that was asked for."""
    with essential(submission, part, "defined"):
        found = described(submission, part)
        if part == "ContrastiveLoss":
            if not found.is_class or LOSS not in found.bases:
                raise Failure("`ContrastiveLoss` should be a subclass of keras.losses.Loss.")
        elif found.is_class or not found.is_callable:
            raise Failure(f"`{part}` should be a function; it is a {found.type[:40]}.")


# --- pairs ---------------------------------------------------------------------------------------


@of("make_pairs")
class TestPairs:
    """Images are told by their numbers: all are different."""

    def test_shapes(self, part: str, submission: Handle, rng: Rng) -> None:
        """Two pairs for each image, as three arrays of numbers."""
        images, labels = images_of(rng)
        count = 2 * len(images)
        found = dict(
            zip(("left", "right", "y"), _pairs(submission, images, labels, 1), strict=True)
        )
        for name, due in {"left": (count, 8, 8), "right": (count, 8, 8), "y": (count, 1)}.items():
            if found[name].shape != due:
                seen = str(found[name].shape).replace(str(count), "2m")
                due_words = str(due).replace(str(count), "2m")
                raise Failure(f"For m images `{name}` has the shape {seen}, not {due_words}.")
        if found["y"].dtype.kind != "f":
            raise Failure("`y` should hold floats, as the distances that it is compared with.")
        if not set(np.unique(found["y"])) <= {0, 1}:
            raise Failure("`y` holds something else than 0 and 1.")

    def test_labels(self, part: str, submission: Handle, rng: Rng) -> None:
        """y says of each pair whether both show the same."""
        looked = look(submission, *images_of(rng), seed=2)
        is_called_same = looked.y == 1
        if np.all(is_called_same != looked.is_same):
            raise Failure("`y` is 1 where the labels differ and 0 where they are the same.")
        if np.all(looked.is_same[is_called_same]) and np.any(looked.is_same[~is_called_same]):
            raise Failure("Some pairs with y = 0 show the same label all the same.")
        if np.any(is_called_same != looked.is_same):
            raise Failure("`y` does not belong to the pair in its row, for some rows at least.")

    def test_balanced(self, part: str, submission: Handle, rng: Rng) -> None:
        """As many similar as dissimilar pairs."""
        looked = look(submission, *images_of(rng), seed=3)
        if 2 * np.sum(looked.is_same) != len(looked.is_same):
            raise Failure("There are not as many pairs of the same label as of different ones.")

    def test_partners(self, part: str, submission: Handle, rng: Rng) -> None:
        """Each image has a partner of either kind, drawn at random, and never itself."""
        images, labels = images_of(rng)
        looked, other = (look(submission, images, labels, seed=seed) for seed in (4, 5))
        if np.any(looked.left == looked.right):
            raise Failure("An image is paired with itself.")
        for is_same, kind in ((True, "the same label"), (False, "another label")):
            chosen = np.sort(looked.left[looked.is_same == is_same])
            if not np.array_equal(chosen, np.arange(len(images))):
                raise Failure(f"Not every image is left in exactly one pair with {kind}.")
        if looked.partners == other.partners:
            raise Failure("Another seed gives every image the same partners.")

    def test_shuffled(self, part: str, submission: Handle, rng: Rng) -> None:
        """In an order that the seed decides, and nothing else."""
        images, labels = images_of(rng)
        first, again, other = (look(submission, images, labels, seed=s) for s in (6, 6, 7))
        if first.rows != again.rows:
            raise Failure("The same seed gives other pairs, or another order, the second time.")
        if first.rows == other.rows:
            raise Failure("Another seed gives the same pairs in the same order.")
        changes = np.sum(first.is_same[1:] != first.is_same[:-1])
        if changes <= 3:
            raise Failure("The pairs of one kind come first: shuffle all of them together.")
        if changes == len(first.is_same) - 1:
            raise Failure("The kinds take turns: shuffle all pairs together.")
        if np.array_equal(first.is_same, other.is_same):
            raise Failure("Where the similar pairs are is the same for every seed.")


class Looked:
    """Pairs by the numbers of their images, row by row."""

    def __init__(self, left: Array, right: Array, y: Array, labels: Array) -> None:
        self.left, self.right, self.y = left, right, y
        self.is_same = labels[left] == labels[right]

    @property
    def rows(self) -> list[tuple[int, int]]:
        return list(zip(self.left.tolist(), self.right.tolist(), strict=True))

    @property
    def partners(self) -> set[tuple[int, int]]:
        return set(self.rows)


def images_of(rng: Rng) -> tuple[Array, Array]:
    """Images with labels that are no digits, of which there are unequally many."""
    labels = rng.permutation(np.repeat([3, 7, 42, 105], [11, 4, 6, 9]))
    return rng.uniform(0, 1, (30, 8, 8)).astype("f4"), labels


def _pairs(submission: Handle, images: Array, labels: Array, seed: int) -> list[Array]:
    return submission.probe("pairs", images, labels, on="make_pairs", count=3, seed=seed)


def look(submission: Handle, images: Array, labels: Array, seed: int) -> Looked:
    """Which images the pairs are made of. Raises Failure for any that was not given."""
    left, right, y = _pairs(submission, images, labels, seed)
    if not (left.shape == right.shape and left.shape[1:] == (8, 8) and y.size == len(left) > 2):
        pytest.skip("Not looked at: the shapes come first.")
    numbers = {image.tobytes(): number for number, image in enumerate(images)}
    try:
        lefts, rights = (
            [numbers[i.tobytes()] for i in side.astype("f4")] for side in (left, right)
        )
    except KeyError:
        raise Failure("There is an image among the pairs that was not given.") from None
    return Looked(np.array(lefts), np.array(rights), np.ravel(y), labels)


# --- distance ------------------------------------------------------------------------------------


@of("euclidean_distance")
class TestDistance:
    """Rows apart, and rows that are equal."""

    def test_values(self, part: str, submission: Handle, reference: Handle, rng: Rng) -> None:
        """The distances are right, whatever their shape."""
        with essential(submission, part, "values"):
            for one, other in batches_of(rng):
                seen = submission.call(part, one, other)
                due = reference.call(part, one, other)
                if seen.size != due.size:
                    raise Failure(f"It returns {_amount(seen, one)}, not one for each row.")
                if not equal(np.ravel(seen), np.ravel(due)):
                    raise Failure(f"The distances are wrong.{_like(seen, one, other)}")

    def test_shape(self, part: str, submission: Handle, rng: Rng) -> None:
        """One below the other."""
        one, other = next(batches_of(rng))
        seen = submission.call(part, one, other)
        if seen.shape != (len(one), 1):
            raise Failure(f"For n rows it returns {_amount(seen, one)}, not the shape (n, 1).")

    def test_gradient(self, part: str, submission: Handle, reference: Handle, rng: Rng) -> None:
        """Training can follow it, on both sides, also inside model.fit."""
        one, other = next(batches_of(rng))
        submission.call(part, one, other, graph=True)
        for wrt in (0, 1):
            seen = submission.gradient(part, one, other, wrt=wrt)
            due = reference.gradient(part, one, other, wrt=wrt)
            assert due is not None
            if seen is None:
                raise Failure("No gradient reaches the embeddings: what leaves TensorFlow?")
            if not equal(seen, due):
                raise Failure("The gradient is wrong.")

    def test_zero(self, part: str, submission: Handle, rng: Rng) -> None:
        """Equal rows are at distance 0, with a finite gradient."""
        with essential(submission, part, "zero"):
            one, other = next(batches_of(rng))
            other[0] = one[0]
            seen = np.ravel(submission.call(part, one, other))
            gradient = submission.gradient(part, one, other, wrt=0)
            if not np.all(np.isfinite(seen)):
                raise Failure("With two equal rows the distance is not a finite number.")
            if not abs(seen[0]) <= 0.002:
                raise Failure("Two equal rows are not at distance 0.")
            if gradient is None or not np.all(np.isfinite(gradient)):
                raise Failure(
                    "Where two rows are equal the gradient is not a finite number: one such pair "
                    "turns every weight into nan."
                )
            if not np.max(np.abs(gradient[0])) <= 1:
                raise Failure("Where two rows are equal the gradient is far too large.")


def batches_of(rng: Rng) -> Iterator[tuple[Array, Array]]:
    """Embeddings of several sizes, no two rows of a batch nearly equal."""
    for rows, columns, size in ((5, 4, 1.0), (7, 3, 0.3), (4, 1, 2.0), (3, 16, 20.0)):
        one = rng.uniform(-1, 1, (rows, columns))
        far = rng.uniform(0.5, 1, (rows, columns)) * rng.choice([-1, 1], (rows, columns))
        yield (size * one).astype("f4"), (size * (one + far)).astype("f4")


def _amount(seen: Array, inputs: Array) -> str:
    if seen.shape == (len(inputs),):
        return "a flat row of numbers, (n,)"
    return shape_of(seen, inputs)


def _like(seen: Array, one: Array, other: Array) -> str:
    """What they are instead, where that is easily told."""
    gaps, found = one.astype("f8") - other, np.ravel(seen).astype("f8")
    known = {
        "the squares of the distances": np.sum(gaps**2, 1),
        "sums of absolute differences": np.sum(abs(gaps), 1),
        "means over the columns, not sums": np.sqrt(np.mean(gaps**2, 1)),
    }
    names = [name for name, due in known.items() if np.allclose(found, due, rtol=1e-3, atol=1e-3)]
    return f" They are {names[0]}." if names else ""


# --- the loss ------------------------------------------------------------------------------------


@of("ContrastiveLoss")
class TestLoss:
    """In short what the assignment on custom losses looks at in depth."""

    def test_values(self, part: str, submission: Handle, reference: Handle, rng: Rng) -> None:
        """Right for every kind of pair, at margin 1."""
        with essential(submission, part, "values"):
            follows(submission, reference, rng, 1.0, "The loss is wrong")

    def test_margin(self, part: str, submission: Handle, reference: Handle, rng: Rng) -> None:
        """Right for any margin, a float or an int."""
        for margin in (float(rng.uniform(0.3, 0.7)), float(rng.uniform(1.6, 2.8)), 4):
            what = f"With a margin {'below' if margin < 1 else 'above'} 1 the loss is wrong"
            follows(submission, reference, rng, margin, what)

    def test_gradient(self, part: str, submission: Handle, reference: Handle, rng: Rng) -> None:
        """What training follows, also inside model.fit."""
        loss, right = (made(handle, 1.0) for handle in (submission, reference))
        cases = cases_of(rng, 1.0)
        submission.call(loss, cases[-1].y_true, cases[-1].y_pred, graph=True)
        seen = submission.gradient_each(loss, [(case.y_true, case.y_pred) for case in cases])
        due = reference.gradient_each(right, [(case.y_true, case.y_pred) for case in cases])
        found = [gradient for gradient in seen if gradient is not None]
        if len(found) < len(seen):
            raise Failure("No gradient reaches y_pred, and training would stand still.")
        compare(cases, found, [d for d in due if d is not None], equal, "The gradient is wrong")


def made(handle: Handle, margin: float) -> Target:
    """The loss with this margin."""
    return handle.make("ContrastiveLoss", margin=margin)


def follows(submission: Handle, reference: Handle, rng: Rng, margin: float, what: str) -> None:
    """The loss has the values of the solution's."""
    cases = cases_of(rng, float(margin))
    batches = [(case.y_true, case.y_pred) for case in cases]
    seen = submission.call_each(made(submission, margin), batches)
    due = reference.call_each(made(reference, margin), batches)
    compare(cases, seen, due, equal_when_averaged, what)


def cases_of(rng: Rng, margin: float) -> list[Case]:
    """Pairs of each kind on both sides of the margin, and all together."""

    def case(label: str, y: float, low: float, high: float) -> Case:
        distances = margin * rng.uniform(low, high, (5, 1))
        return Case(label, np.full((5, 1), y, "f4"), distances.astype("f4"))

    cases = [
        case("similar pairs", 1.0, 0.55, 0.95),
        case("similar pairs far apart", 1.0, 1.3, 3.0),
        case("dissimilar pairs inside the margin", 0.0, 0.1, 0.45),
        case("dissimilar pairs inside the margin", 0.0, 0.55, 0.9),
        case("dissimilar pairs beyond the margin", 0.0, 1.2, 4.0),
    ]
    y_true, y_pred = ([getattr(c, side) for c in cases] for side in ("y_true", "y_pred"))
    mixed = np.concatenate(y_true), np.concatenate(y_pred)
    return [*cases, Case("a mixed batch", *mixed, mixed=True)]


# --- the network ---------------------------------------------------------------------------------


@of("build_siamese")
class TestNetwork:
    """With an encoder and a distance that are not the student's."""

    def test_distance(self, part: str, submission: Handle, shared_rng: Rng) -> None:
        """The answer is the distance of the embeddings that this encoder makes."""
        with essential(submission, part, "distance"):
            answer, left, right, *_ = twins(submission, shared_rng)
            if answer.shape != (len(left), 1):
                raise Failure(f"For n pairs it answers with the shape {_rows(answer, left)}.")
            if not equal(answer, city_blocks(left, right)):
                raise Failure(
                    "The model's answer is not the given distance of the embeddings that the "
                    "given encoder makes of both images."
                )

    def test_shared(self, part: str, submission: Handle, shared_rng: Rng) -> None:
        """There are no weights but the encoder's, before and after training."""
        with essential(submission, part, "shared"):
            *_, counts, answer, left, right = twins(submission, shared_rng)
            model, encoder, shared = counts.tolist() if counts.shape == (3,) else (0, 0, 0)
            if model == 2 * encoder:
                raise Failure(
                    "There are two sets of weights: each image has an encoder of its own."
                )
            if not model == encoder == shared:
                raise Failure("The model's weights are not those of the encoder that it was given.")
            if not equal(answer, city_blocks(left, right)):
                raise Failure("After training, the answer is not that of the encoder any more.")

    def test_trains(
        self, part: str, submission: Handle, reference: Handle, shared_rng: Rng
    ) -> None:
        """Training the model trains the encoder, through both images."""
        batch = twin_batch(shared_rng)
        seen = submission.probe("twins", *batch, on=part, count=7)
        due = reference.probe("twins", *batch, on=part, count=7)
        if equal(seen[-2], seen[1]):
            raise Failure("Training the model leaves the encoder as it was.")
        if not all(map(equal, seen[-2:], due[-2:])):
            raise Failure("Training does not move the encoder as both images together should.")


def twins(submission: Handle, rng: Rng) -> list[Array]:
    """What the model and the encoder answer; see probes.py."""
    return submission.probe("twins", *twin_batch(rng), on="build_siamese", count=7)


def twin_batch(rng: Rng) -> list[Array]:
    """The weights of an encoder, and images for both sides."""
    kernel, images = rng.uniform(-0.2, 0.2, (64, 3)), rng.uniform(0, 1, (2, 6, 8, 8))
    return [kernel.astype("f4"), *images.astype("f4")]


def city_blocks(left: Array, right: Array) -> Array:
    """The distance that the probe gives to the model."""
    distances: Array = np.sum(np.abs(left - right), axis=-1, keepdims=True)
    return distances


def _rows(answer: Array, left: Array) -> str:
    return f"{str(answer.shape).replace(str(len(left)), 'n')}, not (n, 1)"


# --- measures ------------------------------------------------------------------------------------


@of("pair_accuracy")
class TestAccuracy:
    """Distances on both sides of the threshold, none on it."""

    def test_values(self, part: str, submission: Handle, rng: Rng) -> None:
        """The share of right answers, for any threshold."""
        for threshold in (0.5, float(rng.uniform(1, 2))):
            y, distances, due = answers_of(rng, threshold)
            seen = _share(submission, y, distances, threshold)
            if abs(seen - (1 - due)) < 1e-4:
                raise Failure("It is the share of wrong answers: which pairs are called similar?")
            if not abs(seen - due) <= 1e-4:
                raise Failure("It is not the share of pairs that the threshold tells rightly.")

    def test_shapes(self, part: str, submission: Handle, rng: Rng) -> None:
        """y and distances may be (n, 1) or (n,), also one of each."""
        y, distances, due = answers_of(rng, 0.5)
        for flat in (y[:, 0], distances), (y, distances[:, 0]), (y[:, 0], distances[:, 0]):
            if not abs(_share(submission, *flat, 0.5) - due) <= 1e-4:
                raise Failure("With y or distances of shape (n,) the share is another.")


def answers_of(rng: Rng, threshold: float) -> tuple[Array, Array, float]:
    """Y, distances and the share of right answers: 7 of the 9 similar, 8 of the 11 others."""
    y = np.repeat([1.0, 0.0], [9, 11])
    is_near = np.repeat([True, False, True, False], [7, 2, 3, 8])
    distances = threshold * rng.uniform(np.where(is_near, 0.6, 1.1), np.where(is_near, 0.9, 2.0))
    order = rng.permutation(20)
    return y[order, None].astype("f4"), distances[order, None].astype("f4"), 15 / 20


def _share(submission: Handle, y: Array, distances: Array, threshold: float) -> float:
    (found,) = submission.probe("accuracy", y, distances, on="pair_accuracy", threshold=threshold)
    return _single(found)


def _single(found: Array) -> float:
    if found.size != 1:
        raise Failure("It returns several numbers; expected a single one.")
    return float(np.ravel(found)[0])


@of("separation")
class TestSeparation:
    """Embeddings that lie in clusters."""

    def test_values(self, part: str, submission: Handle, reference: Handle, rng: Rng) -> None:
        """Different digits' distance over equal digits'. Which pairs count is looked at next."""
        seen, due = ratios(submission, reference, rng, [20, 24, 28])
        if abs(seen * due - 1) < 0.1:
            raise Failure("It is upside down: what is divided by what?")
        if not abs(seen / due - 1) <= 0.1:
            raise Failure("It is not the one mean distance divided by the other.")

    def test_pairs(self, part: str, submission: Handle, reference: Handle, rng: Rng) -> None:
        """Over all pairs of two different rows, and no others."""
        seen, due = ratios(submission, reference, rng, [2, 3, 2])
        if not abs(seen / due - 1) <= 2e-3:
            raise Failure("With few images it differs: does each row count as a pair with itself?")


def ratios(
    submission: Handle, reference: Handle, rng: Rng, sizes: list[int]
) -> tuple[float, float]:
    """The submission's separation of some clusters, and the right one."""
    labels = np.repeat([2, 5, 9], sizes)
    centres = np.array([[0, 0, 0], [2, 0, 1], [0, 3, 1]])
    embeddings = np.repeat(centres, sizes, axis=0) + rng.uniform(-0.9, 0.9, (len(labels), 3))
    order = rng.permutation(len(labels))
    given = embeddings[order].astype("f4"), labels[order]
    handles = (submission, reference)
    seen, due = (h.probe("separated", *given, on="separation")[0] for h in handles)
    return _single(seen), float(due)


# --- training ------------------------------------------------------------------------------------


@of("train_siamese")
class TestTraining:
    """Of the student's own network, with the student's own distance and loss."""

    def test_learns(
        self, part: str, submission: Handle, shared_rng: Rng, assignment: Assignment
    ) -> None:
        """An easy task: pairs of two kinds of picture, bright above or bright below."""
        comes_last(submission)
        given = [easy_kernel(shared_rng), *easy_pairs(shared_rng, 400)[:3]]
        *sides, y = easy_pairs(shared_rng, 100)
        batches = [np.stack([side[y[:, 0] == kind] for side in sides]) for kind in (1, 0)]
        with in_time(assignment):
            apart, went = submission.probe("learned", *given, *batches, on=part, count=2, seed=1)
        if apart.shape != (2,) or went.shape != (4,):
            raise Failure("The training could not be looked at.")
        if not went[3]:
            raise Failure(
                "Afterwards the model that it was given has the same weights as before: is that "
                "very model compiled, fitted, and free to change?"
            )
        if not apart[0] + 0.5 <= apart[1]:
            raise Failure("After training, similar pairs are not nearer than dissimilar ones.")

    def test_accuracy(
        self, part: str, submission: Handle, shared_rng: Rng, assignment: Assignment
    ) -> None:
        """Of unseen pairs of unseen digits, told by a distance of 1/2."""
        distances, _, y, _ = trained(submission, shared_rng, assignment)
        if distances.shape != y.shape:
            raise Failure("The trained model does not answer with one distance for each pair.")
        share = float(np.mean((distances < THRESHOLD) == (y == 1)))
        if not share >= ACCURACY:
            raise Failure(
                f"Of pairs of digits that it has never seen it tells {share:.0%} rightly; expected "
                f"are {ACCURACY:.0%}. Does the margin fit the threshold, is the training long enough?"
            )

    def test_separation(
        self, part: str, submission: Handle, shared_rng: Rng, assignment: Assignment
    ) -> None:
        """How much farther apart unseen images of different digits are than of equal ones."""
        _, embeddings, _, labels = trained(submission, shared_rng, assignment)
        if embeddings.ndim != 2 or len(embeddings) != len(labels):
            raise Failure("The encoder does not return one embedding for each image.")
        found = ratio(embeddings, labels)
        if not found >= SEPARATION:
            raise Failure(
                f"Different digits are {found:.1f} times as far apart as equal ones; expected "
                f"are {SEPARATION:.1f} times."
            )


def comes_last(submission: Handle) -> None:
    """Skips a check of the training unless what it is made of is right."""
    wrong = {part for part, _ in _wrong.get(submission, ())}
    for part in BUILT_ON:
        if part in wrong:
            pytest.skip(f"Not looked at: `{part}` comes first.")


@contextmanager
def in_time(assignment: Assignment) -> Iterator[None]:
    """Says of a training that does not end how long it may take."""
    try:
        yield
    except Raised as raised:
        if raised.kind not in TOO_SLOW:
            raise
        raise Failure(
            f"The training was stopped: it may take {assignment.budget.request:g} seconds, on one "
            "core, and ours takes 3. Train for fewer epochs, in larger batches, or a smaller network."
        ) from None


def easy_kernel(rng: Rng) -> Array:
    """Weights of an encoder that sees what does not matter: how bright the right half is."""
    kernel = rng.uniform(-0.01, 0.01, (8, 8, 2))
    kernel[:, 4:, 0] += 0.1
    return kernel.reshape(64, 2).astype("f4")


def easy_pairs(rng: Rng, count: int) -> tuple[Array, Array, Array]:
    """Left, right and y of pictures that are bright above or bright below."""
    kinds = rng.integers(0, 2, (2, count))
    images = rng.uniform(0, 0.1, (2, count, 8, 8))
    images[..., 4:] += rng.uniform(0, 0.5, (2, count, 1, 1))
    images[..., :4, :] += 0.4 * (kinds == 0)[..., None, None]
    images[..., 4:, :] += 0.4 * (kinds == 1)[..., None, None]
    left, right = images.astype("f4")
    return left, right, (kinds[0] == kinds[1])[:, None].astype("f4")


Trained = tuple[Array, Array, Array, Array]
"""Distances of unseen pairs, embeddings of unseen images; y of those, labels of these."""
_trained: WeakKeyDictionary[Handle, Trained] = WeakKeyDictionary()


def trained(submission: Handle, rng: Rng, assignment: Assignment) -> Trained:
    """What the trained network says of digits that it has not seen; trained once."""
    comes_last(submission)
    submission.begin_training()
    if submission not in _trained:
        images, labels = digits()
        order = rng.permutation(len(images))
        seen, unseen = order[:SEEN], order[SEEN : SEEN + UNSEEN]
        learn = digit_pairs(images[seen], labels[seen], rng)
        *judged, y = digit_pairs(images[unseen], labels[unseen], rng)
        with in_time(assignment):
            distances, embeddings = submission.probe(
                "trained", *learn, *judged, images[unseen], on="train_siamese", count=2, seed=1
            )
        _trained[submission] = distances, embeddings, y, labels[unseen]
    return _trained[submission]


def digits() -> tuple[Array, Array]:
    """scikit-learn's 1797 digits: images (n, 8, 8) from 0 to 1, and labels."""
    from sklearn.datasets import load_digits  # here: it takes seconds to import

    found = load_digits()
    return (found.images / 16).astype("f4"), found.target


def digit_pairs(images: Array, labels: Array, rng: Rng) -> tuple[Array, Array, Array]:
    """Left, right and y: each image with another of its digit, and with one of another digit."""
    partners = []
    for index, label in enumerate(labels):
        same = np.setdiff1d(np.flatnonzero(labels == label), [index])
        partners.append([rng.choice(same), rng.choice(np.flatnonzero(labels != label))])
    order = rng.permutation(2 * len(images))
    left, right = np.repeat(images, 2, axis=0), images[np.ravel(partners)]
    y = np.tile([1.0, 0.0], len(images))[:, None].astype("f4")
    return left[order], right[order], y[order]


def ratio(embeddings: Array, labels: Array) -> float:
    """The mean distance of different digits, divided by that of equal ones."""
    points = embeddings.astype("f8")
    squares = np.sum(points**2, axis=1)
    gaps = squares[:, None] + squares[None] - 2 * points @ points.T
    distances, is_same = np.sqrt(np.maximum(gaps, 0)), labels[:, None] == labels[None]
    is_itself = np.eye(len(labels), dtype=bool)
    return float(np.mean(distances[~is_same]) / np.mean(distances[is_same & ~is_itself]))
