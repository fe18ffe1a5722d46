"""Public checks of custom_losses: the ones that the notebook has, for the script.

    python test_public.py                 a line for each check
    python -m pytest test_public.py       the same with pytest

They look at the form that you filled in: custom_losses.py, custom_losses.ipynb, custom_losses_colab.ipynb.
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

FORMS = ["custom_losses.py", "custom_losses.ipynb", "custom_losses_colab.ipynb"]
SUBJECTS = ["my_huber_loss", "my_huber_loss_with_threshold", "MyHuberLoss", "contrastive_loss", "contrastive_loss_with_margin", "ContrastiveLoss", "quiz_answers"]


# --- the checks -------------------------------------------------------------------------------

def test_my_huber_loss_costs_what_the_docstring_says(my_huber_loss):
    """Half the square of a small error; a large one costs its size, less a half."""
    import tensorflow as tf

    loss = my_huber_loss
    for error, cost in [(0.4, 0.08), (-0.4, 0.08), (3.0, 2.5), (-3.0, 2.5), (0.0, 0.0)]:
        found = loss(tf.constant([[error]]), tf.constant([[0.0]]))
        assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
        found = float(tf.reduce_mean(found))
        assert abs(found - cost) < 1e-5, f"an error of {error} should cost {cost}, not {found:.4g}"


def test_my_huber_loss_gives_a_loss_for_each_element(my_huber_loss):
    """One number for each element, not their mean."""
    import tensorflow as tf

    y_true, y_pred = tf.constant([[1.0, 2.0], [3.0, 4.0]]), tf.constant([[1.5, 2.0], [0.0, 4.2]])
    found = my_huber_loss(y_true, y_pred)
    assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
    assert tuple(found.shape) == (2, 2), (
        f"a batch of shape (2, 2) should give losses of shape (2, 2), not {tuple(found.shape)}"
    )


def test_my_huber_loss_trains_a_model(my_huber_loss):
    """model.compile and model.fit work with it, and the loss goes down."""
    import keras
    import tensorflow as tf

    tf.get_logger().setLevel("ERROR")  # it warns of models that are made again and again
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, kernel_initializer="zeros")])
    model.compile(optimizer="sgd", loss=my_huber_loss)
    x = tf.constant([[0.0], [1.0], [2.0], [3.0]])
    losses = model.fit(x, 2 * x + 1, epochs=3, verbose=0).history["loss"]
    assert losses[-1] < losses[0], "three epochs of model.fit should make the loss smaller"


def test_my_huber_loss_with_threshold_returns_a_function(my_huber_loss_with_threshold):
    """It returns the loss, which Keras calls later."""
    loss = my_huber_loss_with_threshold(2.0)
    assert loss is not None, (
        "the wrapper returns None: not filled in yet, or is a `return` missing?"
    )
    assert callable(loss), "the wrapper should return the inner function itself, without calling it"


def test_my_huber_loss_with_threshold_turns_at_the_threshold(my_huber_loss_with_threshold):
    """With threshold 2, errors up to 2 cost half their square."""
    import tensorflow as tf

    loss = my_huber_loss_with_threshold(threshold=2.0)
    for error, cost in [(1.0, 0.5), (-1.0, 0.5), (3.0, 4.0), (-3.0, 4.0)]:
        found = loss(tf.constant([[error]]), tf.constant([[0.0]]))
        assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
        found = float(tf.reduce_mean(found))
        assert abs(found - cost) < 1e-5, f"an error of {error} should cost {cost}, not {found:.4g}"


def test_my_huber_loss_with_threshold_keeps_two_losses_apart(my_huber_loss_with_threshold):
    """Two losses with different thresholds, alive at once."""
    import tensorflow as tf

    wide, narrow = my_huber_loss_with_threshold(2.0), my_huber_loss_with_threshold(0.5)
    for loss, threshold, cost in [(wide, 2.0, 4.0), (narrow, 0.5, 1.375)]:
        found = float(tf.reduce_mean(loss(tf.constant([[3.0]]), tf.constant([[0.0]]))))
        assert abs(found - cost) < 1e-5, (
            f"with threshold {threshold} an error of 3.0 should cost {cost}, not {found:.4g}"
        )


def test_my_huber_loss_with_threshold_gives_a_loss_for_each_element(my_huber_loss_with_threshold):
    """One number for each element, not their mean."""
    import tensorflow as tf

    y_true, y_pred = tf.constant([[1.0, 2.0], [3.0, 4.0]]), tf.constant([[1.5, 2.0], [0.0, 4.2]])
    found = my_huber_loss_with_threshold(1.0)(y_true, y_pred)
    assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
    assert tuple(found.shape) == (2, 2), (
        f"a batch of shape (2, 2) should give losses of shape (2, 2), not {tuple(found.shape)}"
    )


def test_my_huber_loss_with_threshold_trains_a_model(my_huber_loss_with_threshold):
    """model.compile and model.fit work with it, and the loss goes down."""
    import keras
    import tensorflow as tf

    tf.get_logger().setLevel("ERROR")  # it warns of models that are made again and again
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, kernel_initializer="zeros")])
    model.compile(optimizer="sgd", loss=my_huber_loss_with_threshold(2.0))
    x = tf.constant([[0.0], [1.0], [2.0], [3.0]])
    losses = model.fit(x, 2 * x + 1, epochs=3, verbose=0).history["loss"]
    assert losses[-1] < losses[0], "three epochs of model.fit should make the loss smaller"


def test_myhuberloss_is_a_keras_loss(MyHuberLoss):
    """It is a subclass of keras.losses.Loss, set up by Keras."""
    import keras

    assert isinstance(MyHuberLoss, type), "MyHuberLoss should be a class"
    assert issubclass(MyHuberLoss, keras.losses.Loss), (
        "MyHuberLoss should be a subclass of keras.losses.Loss"
    )
    loss = MyHuberLoss(threshold=1.0)
    assert hasattr(loss, "name"), "the object was never set up by Keras: call super().__init__()"


def test_myhuberloss_turns_at_the_threshold(MyHuberLoss):
    """With threshold 2, errors up to 2 cost half their square."""
    import tensorflow as tf

    loss = MyHuberLoss(threshold=2.0)
    for error, cost in [(1.0, 0.5), (-1.0, 0.5), (3.0, 4.0), (-3.0, 4.0)]:
        found = loss(tf.constant([[error]]), tf.constant([[0.0]]))
        assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
        found = float(tf.reduce_mean(found))
        assert abs(found - cost) < 1e-5, f"an error of {error} should cost {cost}, not {found:.4g}"


def test_myhuberloss_keeps_two_losses_apart(MyHuberLoss):
    """Two losses with different thresholds, alive at once."""
    import tensorflow as tf

    wide, narrow = MyHuberLoss(2.0), MyHuberLoss(0.5)
    for loss, threshold, cost in [(wide, 2.0, 4.0), (narrow, 0.5, 1.375)]:
        found = float(tf.reduce_mean(loss(tf.constant([[3.0]]), tf.constant([[0.0]]))))
        assert abs(found - cost) < 1e-5, (
            f"with threshold {threshold} an error of 3.0 should cost {cost}, not {found:.4g}"
        )


def test_myhuberloss_call_gives_a_loss_for_each_element(MyHuberLoss):
    """`call` returns one number for each element; the mean is Keras's."""
    import tensorflow as tf

    y_true, y_pred = tf.constant([[1.0, 2.0], [3.0, 4.0]]), tf.constant([[1.5, 2.0], [0.0, 4.2]])
    found = MyHuberLoss(1.0).call(y_true, y_pred)
    assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
    assert tuple(found.shape) == (2, 2), (
        f"a batch of shape (2, 2) should give losses of shape (2, 2), not {tuple(found.shape)}"
    )


def test_myhuberloss_trains_a_model(MyHuberLoss):
    """model.compile and model.fit work with it, and the loss goes down."""
    import keras
    import tensorflow as tf

    tf.get_logger().setLevel("ERROR")  # it warns of models that are made again and again
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, kernel_initializer="zeros")])
    model.compile(optimizer="sgd", loss=MyHuberLoss(2.0))
    x = tf.constant([[0.0], [1.0], [2.0], [3.0]])
    losses = model.fit(x, 2 * x + 1, epochs=3, verbose=0).history["loss"]
    assert losses[-1] < losses[0], "three epochs of model.fit should make the loss smaller"


def test_contrastive_loss_costs_what_the_docstring_says(contrastive_loss):
    """Similar pairs cost by their distance, dissimilar ones by what lacks to the margin."""
    import tensorflow as tf

    loss = contrastive_loss
    for y, distance, cost in [(1.0, 0.5, 0.25), (0.0, 0.2, 0.64), (0.0, 3.0, 0.0), (1.0, 3.0, 9.0)]:
        found = loss(tf.constant([[y]]), tf.constant([[distance]]))
        assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
        found = float(tf.reduce_mean(found))
        pair = "a similar pair" if y else "a dissimilar pair"
        assert abs(found - cost) < 1e-5, (
            f"{pair} at distance {distance} should cost {cost}, not {found:.4g}"
        )


def test_contrastive_loss_gives_the_mean_of_the_batch(contrastive_loss):
    """One number for the batch: the mean."""
    import tensorflow as tf

    found = contrastive_loss(tf.constant([[1.0], [0.0]]), tf.constant([[0.5], [0.2]]))
    assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
    assert tuple(found.shape) == (), (
        f"a batch should give a single number, of shape (), not an array of shape {tuple(found.shape)}"
    )
    found = float(found)
    assert abs(found - 0.445) < 1e-5, (
        f"a similar pair at 0.5 and a dissimilar one at 0.2 cost 0.445 in the mean, not {found:.4g}"
    )


def test_contrastive_loss_trains_a_model(contrastive_loss):
    """model.compile and model.fit work with it, and the loss goes down."""
    import keras
    import tensorflow as tf

    tf.get_logger().setLevel("ERROR")  # it warns of models that are made again and again
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, kernel_initializer="ones")])
    model.compile(optimizer="sgd", loss=contrastive_loss)
    distance, similar = (
        tf.constant([[0.4], [0.9], [0.2], [0.6]]),
        tf.constant([[1.0], [1.0], [0.0], [0.0]]),
    )
    losses = model.fit(distance, similar, epochs=3, verbose=0).history["loss"]
    assert losses[-1] < losses[0], "three epochs of model.fit should make the loss smaller"


def test_contrastive_loss_with_margin_returns_a_function(contrastive_loss_with_margin):
    """It returns the loss, which Keras calls later."""
    loss = contrastive_loss_with_margin(2.0)
    assert loss is not None, (
        "the wrapper returns None: not filled in yet, or is a `return` missing?"
    )
    assert callable(loss), "the wrapper should return the inner function itself, without calling it"


def test_contrastive_loss_with_margin_ends_at_the_margin(contrastive_loss_with_margin):
    """With margin 2, dissimilar pairs cost something up to distance 2."""
    import tensorflow as tf

    loss = contrastive_loss_with_margin(margin=2.0)
    for y, distance, cost in [(0.0, 0.5, 2.25), (0.0, 3.0, 0.0), (1.0, 0.5, 0.25)]:
        found = loss(tf.constant([[y]]), tf.constant([[distance]]))
        assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
        found = float(tf.reduce_mean(found))
        pair = "a similar pair" if y else "a dissimilar pair"
        assert abs(found - cost) < 1e-5, (
            f"{pair} at distance {distance} should cost {cost}, not {found:.4g}"
        )


def test_contrastive_loss_with_margin_keeps_two_losses_apart(contrastive_loss_with_margin):
    """Two losses with different margins, alive at once."""
    import tensorflow as tf

    wide, narrow = contrastive_loss_with_margin(2.0), contrastive_loss_with_margin(0.5)
    for loss, margin, cost in [(wide, 2.0, 3.24), (narrow, 0.5, 0.09)]:
        found = float(tf.reduce_mean(loss(tf.constant([[0.0]]), tf.constant([[0.2]]))))
        assert abs(found - cost) < 1e-5, (
            f"with margin {margin} a dissimilar pair at 0.2 should cost {cost}, not {found:.4g}"
        )


def test_contrastive_loss_with_margin_gives_the_mean_of_the_batch(contrastive_loss_with_margin):
    """One number for the batch: the mean."""
    import tensorflow as tf

    found = contrastive_loss_with_margin(1.0)(
        tf.constant([[1.0], [0.0]]), tf.constant([[0.5], [0.2]])
    )
    assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
    assert tuple(found.shape) == (), (
        f"a batch should give a single number, of shape (), not an array of shape {tuple(found.shape)}"
    )
    found = float(found)
    assert abs(found - 0.445) < 1e-5, (
        f"a similar pair at 0.5 and a dissimilar one at 0.2 cost 0.445 in the mean, not {found:.4g}"
    )


def test_contrastive_loss_with_margin_trains_a_model(contrastive_loss_with_margin):
    """model.compile and model.fit work with it, and the loss goes down."""
    import keras
    import tensorflow as tf

    tf.get_logger().setLevel("ERROR")  # it warns of models that are made again and again
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, kernel_initializer="ones")])
    model.compile(optimizer="sgd", loss=contrastive_loss_with_margin(1.5))
    distance, similar = (
        tf.constant([[0.4], [0.9], [0.2], [0.6]]),
        tf.constant([[1.0], [1.0], [0.0], [0.0]]),
    )
    losses = model.fit(distance, similar, epochs=3, verbose=0).history["loss"]
    assert losses[-1] < losses[0], "three epochs of model.fit should make the loss smaller"


def test_contrastiveloss_is_a_keras_loss(ContrastiveLoss):
    """It is a subclass of keras.losses.Loss, set up by Keras."""
    import keras

    assert isinstance(ContrastiveLoss, type), "ContrastiveLoss should be a class"
    assert issubclass(ContrastiveLoss, keras.losses.Loss), (
        "ContrastiveLoss should be a subclass of keras.losses.Loss"
    )
    loss = ContrastiveLoss(margin=1.0)
    assert hasattr(loss, "name"), "the object was never set up by Keras: call super().__init__()"


def test_contrastiveloss_ends_at_the_margin(ContrastiveLoss):
    """With margin 2, dissimilar pairs cost something up to distance 2."""
    import tensorflow as tf

    loss = ContrastiveLoss(margin=2.0)
    for y, distance, cost in [(0.0, 0.5, 2.25), (0.0, 3.0, 0.0), (1.0, 0.5, 0.25)]:
        found = loss(tf.constant([[y]]), tf.constant([[distance]]))
        assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
        found = float(tf.reduce_mean(found))
        pair = "a similar pair" if y else "a dissimilar pair"
        assert abs(found - cost) < 1e-5, (
            f"{pair} at distance {distance} should cost {cost}, not {found:.4g}"
        )


def test_contrastiveloss_keeps_two_losses_apart(ContrastiveLoss):
    """Two losses with different margins, alive at once."""
    import tensorflow as tf

    wide, narrow = ContrastiveLoss(2.0), ContrastiveLoss(0.5)
    for loss, margin, cost in [(wide, 2.0, 3.24), (narrow, 0.5, 0.09)]:
        found = float(tf.reduce_mean(loss(tf.constant([[0.0]]), tf.constant([[0.2]]))))
        assert abs(found - cost) < 1e-5, (
            f"with margin {margin} a dissimilar pair at 0.2 should cost {cost}, not {found:.4g}"
        )


def test_contrastiveloss_call_gives_the_mean_of_the_batch(ContrastiveLoss):
    """`call` returns one number for the batch: the mean."""
    import tensorflow as tf

    found = ContrastiveLoss(1.0).call(tf.constant([[1.0], [0.0]]), tf.constant([[0.5], [0.2]]))
    assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
    assert tuple(found.shape) == (), (
        f"a batch should give a single number, of shape (), not an array of shape {tuple(found.shape)}"
    )
    found = float(found)
    assert abs(found - 0.445) < 1e-5, (
        f"a similar pair at 0.5 and a dissimilar one at 0.2 cost 0.445 in the mean, not {found:.4g}"
    )


def test_contrastiveloss_trains_a_model(ContrastiveLoss):
    """model.compile and model.fit work with it, and the loss goes down."""
    import keras
    import tensorflow as tf

    tf.get_logger().setLevel("ERROR")  # it warns of models that are made again and again
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, kernel_initializer="ones")])
    model.compile(optimizer="sgd", loss=ContrastiveLoss(1.5))
    distance, similar = (
        tf.constant([[0.4], [0.9], [0.2], [0.6]]),
        tf.constant([[1.0], [1.0], [0.0], [0.0]]),
    )
    losses = model.fit(distance, similar, epochs=3, verbose=0).history["loss"]
    assert losses[-1] < losses[0], "three epochs of model.fit should make the loss smaller"


def test_quiz_answers_are_letters(quiz_answers):
    """Every question has an answer, written as letters. Whether it is right shows when it is graded."""
    assert isinstance(quiz_answers, dict), "quiz_answers should be a dictionary"
    for question, answer in quiz_answers.items():
        assert answer, f"{question} has no answer yet"
        assert set(answer) <= set("ABCDEFGH"), f"{question}: answer with letters, as in 'B' or 'AD'"


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
