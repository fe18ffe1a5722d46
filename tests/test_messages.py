"""What a student reads: the misunderstanding by name, never a hidden number."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from autograder.result import Grade
from tests.conftest import checks

HEAD = "import keras\nimport numpy as np\nimport tensorflow as tf\n"


def huber(body: str) -> str:
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    return f"{HEAD}def my_huber_loss(y_true, y_pred):\n    e = y_true - y_pred\n{lines}\n"


RIGHT = "tf.where(tf.abs(e) <= 1.0, e * e / 2, tf.abs(e) - 0.5)"


@pytest.mark.parametrize(
    ("body", "check", "expected"),
    [
        ("return tf.where(tf.abs(e) <= 1.0, e * e, tf.abs(e) - 0.5)", "values", "small errors"),
        ("return tf.where(tf.abs(e) <= 1.0, e * e / 2, tf.abs(e))", "values", "large errors"),
        (f"return 2 * {RIGHT}", "values", "twice"),
        (f"x = {RIGHT}", "values", "`return` missing"),
        (f"return str({RIGHT})", "values", "returns a str"),
        (f"return tf.reduce_mean({RIGHT})", "shape", "leave the averaging to Keras"),
        (f"return tf.stop_gradient({RIGHT})", "gradient", "No gradient reaches y_pred"),
        ("e = np.abs(e)\nreturn np.where(e <= 1, e * e / 2, e - 0.5)", "fit", "NumPy"),
        (f"e = e.numpy()\nreturn {RIGHT}", "graph", ".numpy()"),
        ("if tf.reduce_all(tf.abs(e) <= 1.0): return e * e / 2\nreturn tf.abs(e) - 0.5", "fit", "`if`"),
        ("if tf.abs(e) <= 1.0: return e * e / 2\nreturn tf.abs(e) - 0.5", "values", "`if`"),
        ("from keras import backend as K\nreturn K.square(e)", "values", "tensorflow.keras import"),
        ("return undefined_name * e", "values", "`undefined_name` is not defined"),
        ("raise ValueError(f'inputs were {y_true.numpy()} {e[0]}')", "values", "ValueError"),
        (f"return {RIGHT} / 0.0", "values", "not a finite number"),
        ("return my_huber_loss(y_true, y_pred)", "values", "itself without end"),
        (f"e = tf.square(e) ** 0.5\nreturn {RIGHT}", "gradient", "finite number for no error at all"),
        (f"s = tf.stop_gradient({RIGHT})\nreturn s + 0 * e", "gradient", "values are right, but"),
        (f"return len(e) * {RIGHT} / len(e)", "fit", "Right in a cell, but model.fit fails: the size"),
        (f"for i in range(e.shape[0]): pass\nreturn {RIGHT}", "fit", "size of the batch"),
        (f"return {RIGHT} * e.shape[0] / e.shape[0]", "fit", "a calculation met None"),
        (f"print(f'{{e[0]:.2f}}' if e.shape == (1, 1) else float(e[0, 0]))\nreturn {RIGHT}", "fit", "`float(...)`"),
        (f"print('%.2f' % tf.reduce_sum(e))\nreturn {RIGHT}", "fit", "print with tf.print"),
        (f"return tf.where(tf.abs(e) <= 1.0, e, tf.cast({RIGHT}, tf.float16))", "graph", "tf.cast"),
        ("from tensorflow.keras.losses import mean_squared_error", "fit", "`tensorflow.keras.losses` has no `mean"),
        (f"return tf.reduce_sum({RIGHT}, keepdims=True)", "shape", "with a dimension around it"),
        ("return tf.constant([1.0, 2.0])", "shape", "another size (2 numbers)"),
        ("return tf.stop_gradient(e)", "parameters", "As under `values`"),
    ],
)  # fmt: skip
def test_a_failed_check_names_the_misunderstanding(
    body: str, check: str, expected: str, grade_text: Callable[[str], Grade]
) -> None:
    found = checks(grade_text(huber(body)), "my_huber_loss")[check]
    assert found.outcome == "failed"
    assert expected in found.message


@pytest.mark.parametrize(
    ("base", "constructor", "body", "check", "expected"),
    [
        ("keras.losses.Loss", "", f"return {RIGHT}", "values", "was given a number for its name"),
        ("keras.losses.Loss", "super().__init__(reduction='auto')", f"return {RIGHT}", "values", "no such `reduction`"),
        ("keras.losses.Loss", "super().__init__()", f"return lambda: {RIGHT}", "values", "returned a function"),
        ("keras.losses.Loss", "super().__init__()", f"x = {RIGHT}", "values", "`return` missing"),
        ("object", "pass", f"return {RIGHT}", "fit", "is it a subclass of keras.losses.Loss"),
    ],
)  # fmt: skip
def test_a_failed_check_of_a_class_says_what_keras_missed(
    base: str,
    constructor: str,
    body: str,
    check: str,
    expected: str,
    grade_text: Callable[[str], Grade],
) -> None:
    made = f"    def __init__(self, threshold):\n        {constructor}\n" if constructor else ""
    call = f"    def call(self, y_true, y_pred):\n        e = y_true - y_pred\n        {body}\n"
    found = checks(grade_text(f"{HEAD}class MyHuberLoss({base}):\n{made}{call}"), "MyHuberLoss")[
        check
    ]
    assert found.outcome == "failed"
    assert expected in found.message


@pytest.mark.parametrize(
    ("end", "check", "expected"),
    [
        ("", "fit", "None that should be a function"),
        ("return 'loss'", "fit", "pass the function itself"),
    ],
)
def test_a_failed_check_of_a_wrapper_says_what_it_returned(
    end: str, check: str, expected: str, grade_text: Callable[[str], Grade]
) -> None:
    text = (
        f"{HEAD}def my_huber_loss_with_threshold(threshold):\n"
        f"    def loss(y_true, y_pred):\n        e = y_true - y_pred\n        return {RIGHT}\n"
        f"    {end or 'loss'}\n"
    )
    found = checks(grade_text(text), "my_huber_loss_with_threshold")[check]
    assert found.outcome == "failed"
    assert expected in found.message


def test_no_message_quotes_an_input_or_an_expected_number(
    grade_text: Callable[[str], Grade],
) -> None:
    body = "raise ValueError(f'saw {y_true.numpy().tolist()} and {float(e[0, 0])!r}')"
    for check in checks(grade_text(huber(body)), "my_huber_loss").values():
        assert not any(f".{digit}" in check.message for digit in "0123456789")
