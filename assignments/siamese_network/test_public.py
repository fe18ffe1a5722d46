"""Public checks of siamese_network: the ones that the notebook has, for the script.

    python test_public.py                 a line for each check
    python -m pytest test_public.py       the same with pytest

They look at the form that you filled in: siamese_network.py, siamese_network.ipynb, siamese_network_colab.ipynb.
What is handed in is graded with other numbers and more checks than these.
"""

from __future__ import annotations

import inspect
import json
import os
import re
import runpy
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # TensorFlow has a lot to say of its own

FORMS = ["siamese_network.py", "siamese_network.ipynb", "siamese_network_colab.ipynb"]
SUBJECTS = ["make_pairs", "euclidean_distance", "ContrastiveLoss", "build_siamese", "pair_accuracy", "separation", "train_siamese", "build_encoder"]


# --- the checks -------------------------------------------------------------------------------

def test_make_pairs_makes_twice_as_many_pairs_as_images(make_pairs):
    """Two pairs for each image, as three arrays."""
    import numpy as np

    images = np.arange(6 * 64, dtype="float32").reshape(6, 8, 8) / 400
    found = make_pairs(images, np.array([4, 4, 4, 7, 7, 7]), 1)
    assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
    assert len(found) == 3, f"expected three arrays: left, right and y; there are {len(found)}"
    shapes = [np.shape(each) for each in found]
    expected = [(12, 8, 8), (12, 8, 8), (12, 1)]
    assert shapes == expected, f"six images should make arrays of shapes {expected}, not {shapes}"


def test_make_pairs_labels_each_pair_rightly(make_pairs):
    """y is 1 where both images show the same digit, and 0 where not; half of them each."""
    import numpy as np

    labels = np.array([4, 4, 4, 7, 7, 7])
    images = np.arange(6 * 64, dtype="float32").reshape(6, 8, 8) / 400
    found = make_pairs(images, labels, 1)
    assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
    left, right, y = found
    digits = {image.tobytes(): label for image, label in zip(images, labels, strict=True)}
    for k, (one, other) in enumerate(zip(np.float32(left), np.float32(right), strict=True)):
        is_same = digits[one.tobytes()] == digits[other.tobytes()]
        assert y[k, 0] == is_same, f"in row {k}, is the digit the same? {is_same}; y is {y[k, 0]}"
        assert not np.array_equal(one, other), f"in row {k} an image is paired with itself"
    assert np.mean(y) == 0.5, f"half of the pairs should be similar, not {np.mean(y):.0%}"


def test_euclidean_distance_is_that_of_each_row(euclidean_distance):
    """One distance for each row, below each other."""
    import numpy as np
    import tensorflow as tf

    one = tf.constant([[3.0, 0.0], [1.0, 1.0]])
    found = euclidean_distance(one, tf.constant([[0.0, 4.0], [1.0, 3.0]]))
    assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
    assert tuple(found.shape) == (2, 1), f"expected the shape (2, 1), not {tuple(found.shape)}"
    assert np.allclose(found, [[5.0], [2.0]], atol=1e-4), f"expected 5 and 2, not {found.numpy()}"


def test_euclidean_distance_has_a_gradient_at_zero(euclidean_distance):
    """Two equal rows must not make training collapse to nan."""
    import numpy as np
    import tensorflow as tf

    one = tf.constant([[1.0, 2.0]])
    with tf.GradientTape() as tape:
        tape.watch(one)
        found = euclidean_distance(one, tf.constant([[1.0, 2.0]]))
        assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
    gradient = tape.gradient(found, one)
    assert gradient is not None, "no gradient reaches the embeddings"
    assert np.all(np.isfinite(gradient)), f"the gradient of equal rows is {gradient.numpy()}"


def test_contrastiveloss_costs_what_the_docstring_says(ContrastiveLoss):
    """Similar pairs cost by their distance, dissimilar ones by what lacks to the margin."""
    import tensorflow as tf

    for margin, y, distance, cost in [(1, 1, 0.5, 0.25), (1, 0, 0.2, 0.64), (2, 0, 0.5, 2.25)]:
        found = ContrastiveLoss(margin)(tf.constant([[float(y)]]), tf.constant([[distance]]))
        pair = "a similar pair" if y else "a dissimilar pair"
        assert abs(float(found) - cost) < 1e-5, (
            f"with margin {margin}, {pair} at {distance} should cost {cost}, not {found:.4g}"
        )


def test_build_siamese_answers_with_the_distance_of_the_embeddings(build_siamese):
    """What the model says of two images is the distance of what the encoder makes of them."""
    import keras
    import numpy as np
    import tensorflow as tf

    encoder = keras.Sequential([keras.Input((8, 8)), keras.layers.Flatten(), keras.layers.Dense(3)])

    def largest(one, other):
        return tf.reduce_max(tf.abs(one - other), axis=1, keepdims=True)

    model = build_siamese(encoder, largest)
    assert isinstance(model, keras.Model), "expected a keras model; is a `return` missing?"
    left, right = np.random.default_rng(1).uniform(size=(2, 5, 8, 8)).astype("float32")
    found = model.predict([left, right], verbose=0)
    expected = largest(encoder(left), encoder(right))
    assert np.allclose(found, expected, atol=1e-5), "it is not the distance of the embeddings"
    count = model.count_params(), encoder.count_params()
    assert count[0] == count[1], "the model has {} weights, the encoder {}".format(*count)


def test_pair_accuracy_is_the_share_of_right_answers(pair_accuracy):
    """Two of three pairs are told rightly."""
    import numpy as np

    y, distances = np.array([[1.0], [0.0], [0.0]]), np.array([[0.3], [0.4], [2.0]])
    found = pair_accuracy(y, distances, 0.5)
    assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
    assert abs(float(found) - 2 / 3) < 1e-6, f"expected two thirds, not {float(found):.4g}"


def test_separation_is_that_of_the_example(separation):
    """Seven halves, worked out by hand."""
    import numpy as np

    found = separation(np.float32([[0], [1], [4]]), np.array([3, 3, 8]))
    assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
    assert abs(float(found) - 3.5) < 1e-4, f"expected 3.5, not {float(found):.4g}"


def test_train_siamese_pulls_similar_pairs_together(train_siamese, build_siamese, build_encoder):
    """After training, similar pairs are nearer than dissimilar ones."""
    import numpy as np
    import tensorflow as tf

    def squared(one, other):
        return tf.reduce_sum(tf.square(one - other), axis=1, keepdims=True)

    rng = np.random.default_rng(1)
    kinds = rng.integers(0, 2, (2, 400))  # bright above, or bright below
    images = rng.uniform(0, 0.5, (2, 400, 8, 8)).astype("float32")
    images[..., :4, :] += 0.5 * (kinds == 0)[..., None, None]
    images[..., 4:, :] += 0.5 * (kinds == 1)[..., None, None]
    is_same = kinds[0] == kinds[1]
    model = build_siamese(build_encoder(), squared)
    train_siamese(model, *images, np.float32(is_same)[:, None])
    found = model.predict([*images], verbose=0)[:, 0]
    near, far = found[is_same].mean(), found[~is_same].mean()
    assert near < far, f"similar pairs are {near:.3g} apart, dissimilar ones {far:.3g}"


# --- running what you filled in ---------------------------------------------------------------


def form_that_was_filled_in() -> Path:
    """The form with the fewest `...` left in it."""
    here = Path(__file__).resolve().parent
    forms = [here / form for form in FORMS if (here / form).exists()]
    if not forms:
        raise FileNotFoundError(f"expected one of {', '.join(FORMS)} beside {Path(__file__).name}")
    return min(forms, key=blanks)


def blanks(form: Path) -> int:
    """How many solutions are missing, then how many answers of the quiz."""
    code = "\n".join(cells(form))
    return 1000 * len(re.findall(r"^ *\.\.\. *(?:#.*)?$", code, re.MULTILINE)) + code.count(': ""')


def cells(form: Path) -> list[str]:
    """The code of each cell; a script is one cell."""
    text = form.read_text(encoding="utf-8")
    if form.suffix == ".py":
        return [text]
    found = [cell for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"]
    return [without_notebook_lines("".join(cell["source"])) for cell in found]


def without_notebook_lines(code: str) -> str:
    """The cell without magics, shell lines and Otter, which only a notebook understands."""
    pattern = r"^( *)(?:[%!].*|import otter|grader = .*|grader\..*)$"
    return re.sub(pattern, r"\1pass", code, flags=re.MULTILINE)


def names_of(form: Path) -> dict[str, object]:
    """What the form defines when it is run from top to bottom."""
    if form.suffix == ".py":
        return runpy.run_path(str(form))
    names: dict[str, object] = {"__name__": form.stem}
    for number, cell in enumerate(cells(form), 1):
        try:
            exec(compile(cell, f"code cell {number}", "exec"), names)
        except Exception as error:
            error.add_note(f"in code cell {number} of {form.name}")
            raise
    return names


try:
    import pytest
except ImportError:  # the checks also run without it
    pass
else:

    @pytest.fixture(scope="session")
    def submission_file() -> Path:
        """The form on trial."""
        return form_that_was_filled_in()

    @pytest.fixture(scope="session")
    def names(submission_file: Path) -> dict[str, object]:
        """What the form on trial defines."""
        return names_of(submission_file)

    def _fixture(subject: str):
        @pytest.fixture(name=subject)
        def found(names: dict[str, object]) -> object:
            return names.get(subject)

        return found

    for _subject in SUBJECTS:
        globals()[f"{_subject}_fixture"] = _fixture(_subject)


def main() -> int:
    """Run every check, a line each; the number of those that failed."""
    form = form_that_was_filled_in()
    print(f"Checking {form.name}")
    names, failed, heading = names_of(form), 0, ""
    for check in [check for name, check in globals().items() if name.startswith("test_")]:
        subjects = list(inspect.signature(check).parameters)
        if subjects[0] != heading:
            heading = subjects[0]
            print(f"\n{heading}")
        problem = problem_of(check, [names.get(subject) for subject in subjects])
        failed += problem is not None
        print(f"  {'passed' if problem is None else 'FAILED'}  {inspect.getdoc(check)}")
        if problem is not None:
            print(textwrap.indent(problem, " " * 10))
    print(f"\n{failed} failed." if failed else "\nAll public checks passed.")
    return failed


def problem_of(check: Callable[..., None], subjects: list[object]) -> str | None:
    """Why the check fails, None if it passes."""
    try:
        check(*subjects)
    except AssertionError as error:
        return str(error)
    except Exception as error:
        return f"{type(error).__name__}: {error}".strip()
    return None


if __name__ == "__main__":
    sys.exit(min(main(), 1))
