"""The key of the loss catalogue's quiz, demonstrated on the installed Keras and TensorFlow.

`test_q7_b_...` shows that option B of question q7 is marked as it should be: a right option by
letting it work, a wrong one by letting it fail or by showing what happens in its place. Every option
with `fact = true` in quiz.toml has exactly one such test. All expected numbers were worked out by hand.
"""

# mypy: allow-subclassing-any
# (Keras publishes no types, so its Layer is Any to mypy)

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras
import pytest
import tensorflow as tf

QUIZ = Path(__file__).parents[1] / "solutions" / "loss_catalogue" / "quiz.toml"

LossFunction = Callable[..., Any]


# ---------------------------------------------------------------- instruments


def cost(loss: LossFunction, y_true: list[float], y_pred: list[float]) -> float:
    """Of one example."""
    return float(tf.reduce_mean(loss(tf.constant([y_true]), tf.constant([y_pred]))))


def slope(loss: LossFunction, y_true: list[float], y_pred: list[float]) -> list[float]:
    """d loss / d y_pred of one example."""
    labels, point = tf.constant([y_true]), tf.constant([y_pred])
    with tf.GradientTape() as tape:
        tape.watch(point)
        value = tf.reduce_sum(loss(labels, point))
    found: list[float] = tape.gradient(value, point)[0].numpy().tolist()
    return found


def squared_distance(one: Any, other: Any) -> Any:
    return tf.reduce_sum(tf.square(one - other), axis=-1)


def triplet(anchor: list[float], positive: list[float], negative: list[float]) -> Any:
    """With margin 1."""
    a, p, n = (tf.constant(point) for point in (anchor, positive, negative))
    return tf.maximum(squared_distance(a, p) - squared_distance(a, n) + 1.0, 0.0)


def second_half(a: list[float], p: list[float], n: list[float], q: list[float]) -> float:
    """Of the quadruplet loss with margin 1."""
    near, apart = (squared_distance(tf.constant(u), tf.constant(v)) for u, v in ((a, p), (q, n)))
    return float(tf.maximum(near - apart + 1.0, 0.0))


def three_parameter_fbeta(y_true: Any, y_pred: Any, beta: float) -> Any:
    hits = tf.reduce_sum(y_true * y_pred)
    misses, alarms = tf.reduce_sum(y_true * (1 - y_pred)), tf.reduce_sum((1 - y_true) * y_pred)
    return 1 - (1 + beta**2) * hits / ((1 + beta**2) * hits + beta**2 * misses + alarms)


def make_fbeta(beta: float) -> LossFunction:
    def inner_fbeta(y_true: Any, y_pred: Any) -> Any:
        return three_parameter_fbeta(y_true, y_pred, beta)

    return inner_fbeta


class Penalty(keras.layers.Layer):
    def call(self, inputs: Any) -> Any:
        self.add_loss(0.01 * tf.reduce_sum(tf.abs(inputs)))
        return inputs


def dense(weight: float = 1.0) -> Any:
    start = keras.initializers.Constant(weight)
    return keras.layers.Dense(1, use_bias=False, kernel_initializer=start)


def trained(*layers: Any, loss: Any) -> dict[str, list[float]]:
    """The history of one step on the input 2, which is to become 2."""
    model = keras.Sequential([keras.Input((1,)), *layers])
    model.compile(optimizer=keras.optimizers.SGD(0.1), loss=loss)
    x = tf.constant([[2.0]])
    history: dict[str, list[float]] = model.fit(x, x, verbose=0).history
    return history


# a model whose output is 0.25 where the label is 1: TP is 0.25, FN is 0.75, FP is 0
AFTER_FBETA_2 = pytest.approx(1 - 1.25 / (1.25 + 4 * 0.75))


def fbeta_in_fit(loss: Any, **options: Any) -> float:
    model = keras.Sequential([keras.Input((1,)), dense(0.25)])
    model.compile(optimizer="sgd", loss=loss)
    one = tf.constant([[1.0]])
    return float(model.fit(one, one, verbose=0, **options).history["loss"][0])


# ---------------------------------------------------------------- q1: logits or probabilities

OF_PROBABILITIES = keras.losses.BinaryCrossentropy()
OF_LOGITS = keras.losses.BinaryCrossentropy(from_logits=True)


def test_q1_a_probabilities_are_not_told_from_logits() -> None:
    # log(1 + exp(-2)) would be right; both are clipped to 1, and cost the same
    assert cost(OF_PROBABILITIES, [1.0], [2.0]) == cost(OF_PROBABILITIES, [1.0], [50.0])
    assert cost(OF_PROBABILITIES, [1.0], [2.0]) == pytest.approx(0.0, abs=1e-6)


def test_q1_b_from_logits_applies_the_sigmoid() -> None:
    assert cost(OF_LOGITS, [1.0], [2.0]) == pytest.approx(math.log1p(math.exp(-2)))
    assert cost(OF_LOGITS, [1.0], [-100.0]) == pytest.approx(100.0)


def test_q1_c_a_sigmoid_on_both_sides_charges_perfect_predictions() -> None:
    assert cost(OF_LOGITS, [1.0], [1.0]) == pytest.approx(0.3133, abs=1e-4)  # log(1 + 1/e)


def test_q1_d_a_sigmoid_in_the_model_suits_the_default() -> None:
    for logit in (-3.0, 0.5, 2.0):
        probability = float(tf.sigmoid(logit))
        expected = cost(OF_LOGITS, [1.0], [logit])
        assert cost(OF_PROBABILITIES, [1.0], [probability]) == pytest.approx(expected, rel=1e-4)


# ---------------------------------------------------------------- q2: integer labels

INTEGERS = tf.constant([2, 0])
SHARES = tf.constant([[0.1, 0.2, 0.7], [0.5, 0.25, 0.25]])


def test_q2_a_binary_crossentropy_does_not_take_integers() -> None:
    with pytest.raises(ValueError, match="same rank"):
        keras.losses.BinaryCrossentropy()(INTEGERS, SHARES)


def test_q2_b_categorical_crossentropy_does_not_take_integers() -> None:
    with pytest.raises(ValueError, match="same rank"):
        keras.losses.CategoricalCrossentropy()(INTEGERS, SHARES)


def test_q2_c_kl_divergence_does_not_take_integers() -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match="Incompatible shapes"):
        keras.losses.KLDivergence()(INTEGERS, SHARES)


def test_q2_d_sparse_categorical_crossentropy_takes_integers() -> None:
    found = float(keras.losses.SparseCategoricalCrossentropy()(INTEGERS, SHARES))
    assert found == pytest.approx(-(math.log(0.7) + math.log(0.5)) / 2)
    one_hot = keras.losses.CategoricalCrossentropy()(tf.one_hot(INTEGERS, 3), SHARES)
    assert found == pytest.approx(float(one_hot))


# ---------------------------------------------------------------- q3: label smoothing

FIVE = [0.4, 0.3, 0.1, 0.1, 0.1]
FIRST = [1.0, 0.0, 0.0, 0.0, 0.0]
SMOOTHED = [0.92, 0.02, 0.02, 0.02, 0.02]
SMOOTHING = keras.losses.CategoricalCrossentropy(label_smoothing=0.1)


def of_labels(labels: list[float], shares: list[float]) -> float:
    return -sum(y * math.log(p) for y, p in zip(labels, shares, strict=True))


def test_q3_a_labels_become_092_and_002() -> None:
    assert cost(SMOOTHING, FIRST, FIVE) == pytest.approx(of_labels(SMOOTHED, FIVE))


def test_q3_b_the_others_do_get_a_share() -> None:
    without = of_labels([0.9, 0.0, 0.0, 0.0, 0.0], FIVE)
    assert cost(SMOOTHING, FIRST, FIVE) > without + 0.1


def test_q3_c_the_smoothed_label_is_the_best_prediction() -> None:
    best = cost(SMOOTHING, FIRST, SMOOTHED)
    for share in (0.8, 0.9, 0.94, 0.99, 0.9999):
        rest = (1 - share) / 4
        assert cost(SMOOTHING, FIRST, [share, rest, rest, rest, rest]) > best


def test_q3_d_predictions_stay_as_they_are() -> None:
    both = of_labels(SMOOTHED, [0.9 * share + 0.02 for share in FIVE])
    assert abs(cost(SMOOTHING, FIRST, FIVE) - both) > 0.01


# ---------------------------------------------------------------- q4: Poisson

POISSON = keras.losses.Poisson()


def test_q4_a_a_perfect_prediction_costs_something() -> None:
    assert cost(POISSON, [3.0], [3.0]) == pytest.approx(3 - 3 * math.log(3), abs=1e-5)
    assert cost(POISSON, [3.0], [3.0]) == pytest.approx(-0.296, abs=1e-3)


def test_q4_b_being_5_too_high_costs_less_at_100() -> None:
    at_1 = cost(POISSON, [1.0], [6.0]) - cost(POISSON, [1.0], [1.0])
    at_100 = cost(POISSON, [100.0], [105.0]) - cost(POISSON, [100.0], [100.0])
    assert at_1 == pytest.approx(5 - math.log(6), abs=1e-4)
    assert at_100 == pytest.approx(5 - 100 * math.log(1.05), abs=1e-3)
    assert at_100 < at_1 / 20
    mse = keras.losses.MeanSquaredError()
    assert cost(mse, [1.0], [6.0]) == cost(mse, [100.0], [105.0])


def test_q4_c_the_lowest_cost_is_at_the_count() -> None:
    costs = {rate: cost(POISSON, [4.0], [rate]) for rate in (1.0, 3.0, 3.9, 4.0, 4.1, 6.0)}
    assert min(costs, key=lambda rate: costs[rate]) == 4.0
    assert slope(POISSON, [4.0], [2.0]) == pytest.approx([1 - 4 / 2])


def test_q4_d_a_negative_rate_is_nan() -> None:
    assert math.isnan(cost(POISSON, [3.0], [-0.5]))
    assert cost(POISSON, [3.0], [float(tf.nn.softplus(-0.5))]) < 10


# ---------------------------------------------------------------- q5: Kullback-Leibler

KL = keras.losses.KLDivergence()
P, Q = [0.5, 0.5], [0.25, 0.75]


def test_q5_a_an_outcome_called_impossible_costs_a_finite_number() -> None:
    assert cost(KL, [1.0, 0.0], [0.0, 1.0]) == pytest.approx(-math.log(1e-7), abs=1e-3)


def test_q5_b_equal_distributions_cost_nothing_and_others_something() -> None:
    assert cost(KL, Q, Q) == pytest.approx(0.0, abs=1e-6)
    assert cost(KL, P, Q) == pytest.approx(0.1438, abs=1e-4)
    assert cost(KL, P, [0.49, 0.51]) > 0


def test_q5_c_the_order_matters() -> None:
    assert cost(KL, Q, P) == pytest.approx(0.25 * math.log(0.5) + 0.75 * math.log(1.5), abs=1e-4)
    assert abs(cost(KL, P, Q) - cost(KL, Q, P)) > 0.01


def test_q5_d_its_gradient_is_that_of_the_cross_entropy() -> None:
    def crossentropy(y_true: Any, y_pred: Any) -> Any:
        return -tf.reduce_sum(y_true * tf.math.log(y_pred), axis=-1)

    assert slope(KL, P, Q) == pytest.approx(slope(crossentropy, P, Q))
    entropy = cost(crossentropy, P, Q) - cost(KL, P, Q)
    assert entropy == pytest.approx(math.log(2), abs=1e-5)


# ---------------------------------------------------------------- q6: the best constant

SALES = [100.0, 110.0, 120.0, 130.0, 940.0]


def best_constant(loss: LossFunction) -> float:
    labels = tf.constant(SALES)[:, None]
    found = {c: float(loss(labels, tf.fill((5, 1), float(c)))) for c in range(90, 950, 10)}
    return float(min(found, key=lambda constant: found[constant]))


def test_q6_a_squared_error_does_not_stay_at_120() -> None:
    mse = keras.losses.MeanSquaredError()
    assert float(mse(SALES, [280.0] * 5)) < float(mse(SALES, [120.0] * 5))


def test_q6_b_they_are_not_the_other_way_round() -> None:
    mae = keras.losses.MeanAbsoluteError()
    assert float(mae(SALES, [120.0] * 5)) < float(mae(SALES, [280.0] * 5))


def test_q6_c_absolute_error_chooses_the_median_and_squared_the_mean() -> None:
    assert best_constant(keras.losses.MeanAbsoluteError()) == 120.0
    assert best_constant(keras.losses.MeanSquaredError()) == 280.0
    assert sum(SALES) / 5 == 280.0


def test_q6_d_absolute_error_falls_when_280_goes_down() -> None:
    mae = keras.losses.MeanAbsoluteError()
    assert float(mae(SALES, [270.0] * 5)) < float(mae(SALES, [280.0] * 5))


# ---------------------------------------------------------------- q7: log-cosh and Huber

SMOOTH = (keras.losses.LogCosh(), keras.losses.Huber(delta=1.0))


def test_q7_a_small_errors_cost_half_their_square() -> None:
    for loss in SMOOTH:
        assert cost(loss, [0.0], [0.1]) == pytest.approx(0.005, rel=0.01)


def test_q7_b_neither_has_a_corner_at_zero() -> None:
    for loss in SMOOTH:
        below, at, above = (slope(loss, [0.0], [e])[0] for e in (-0.001, 0.0, 0.001))
        assert (below, at, above) == pytest.approx((-0.001, 0.0, 0.001), abs=1e-5)
    mae = keras.losses.MeanAbsoluteError()
    assert slope(mae, [0.0], [-0.001]) == [-1.0]
    assert slope(mae, [0.0], [0.001]) == [1.0]


def test_q7_c_only_huber_has_a_delta() -> None:
    assert cost(keras.losses.Huber(delta=2.0), [0.0], [3.0]) == pytest.approx(4.0)
    with pytest.raises(TypeError, match="delta"):
        keras.losses.LogCosh(delta=2.0)


def test_q7_d_large_errors_cost_one_more_for_each_unit() -> None:
    for loss in SMOOTH:
        assert cost(loss, [0.0], [21.0]) - cost(loss, [0.0], [20.0]) == pytest.approx(1.0, abs=1e-5)


# ---------------------------------------------------------------- q8: cosine similarity

COSINE = keras.losses.CosineSimilarity()


def test_q8_a_the_same_direction_is_not_one() -> None:
    assert cost(COSINE, [1.0, 1.0], [1.0, 1.0]) == pytest.approx(-1.0)
    metric = keras.metrics.CosineSimilarity()
    assert float(metric([[1.0, 1.0]], [[1.0, 1.0]])) == pytest.approx(1.0)


def test_q8_b_the_same_direction_is_minus_one_at_any_length() -> None:
    for length in (0.01, 1.0, 500.0):
        assert cost(COSINE, [1.0, 2.0], [length, 2 * length]) == pytest.approx(-1.0)


def test_q8_c_right_angles_and_zeros_are_zero() -> None:
    assert cost(COSINE, [1.0, 0.0], [0.0, 3.0]) == 0.0
    assert cost(COSINE, [1.0, 0.0], [0.0, 0.0]) == 0.0
    assert cost(COSINE, [0.0, 0.0], [1.0, 2.0]) == 0.0


def test_q8_d_it_is_not_the_angle() -> None:
    found = cost(COSINE, [1.0, 0.0], [1.0, math.sqrt(3)])  # 60 degrees
    assert found == pytest.approx(-0.5)
    assert abs(found - math.pi / 3) > 1


# ---------------------------------------------------------------- q9: triplets


def test_q9_a_the_positive_may_stay_where_it_is() -> None:
    assert float(triplet([0.0], [2.0], [3.0])) == 0.0


def test_q9_b_keras_has_no_triplet_loss() -> None:
    assert not [name for name in dir(keras.losses) if "triplet" in name.lower()]
    assert hasattr(keras.losses, "Circle")


def test_q9_c_an_easy_triplet_has_no_gradient() -> None:
    point = tf.constant([0.0])
    for negative, moves in ((2.0, False), (1.1, True)):
        with tf.GradientTape() as tape:
            tape.watch(point)
            near, far = squared_distance(point, [1.0]), squared_distance(point, [negative])
            loss = tf.maximum(near - far + 1.0, 0.0)
        assert bool(tape.gradient(loss, point)[0] != 0) == moves


def test_q9_d_one_point_for_all_costs_the_margin() -> None:
    assert float(triplet([3.0], [3.0], [3.0])) == 1.0


# ---------------------------------------------------------------- q10: quadruplets


def test_q10_a_a_pair_of_one_class_is_held_against_a_pair_of_two_others() -> None:
    near, far = second_half([0.0], [1.0], [5.0], [9.0]), second_half([0.0], [1.0], [5.0], [5.5])
    assert (near, far) == (0.0, 1.75)  # 1 - 16 + 1 < 0; 1 - 0.25 + 1
    # the negatives moved together, anywhere: nothing changes
    assert second_half([0.0], [1.0], [50.0], [50.5]) == 1.75


def test_q10_b_negatives_that_come_closer_cost_more() -> None:
    costs = [second_half([0.0], [1.0], [5.0], [5.0 + gap]) for gap in (1.0, 0.5, 0.0)]
    assert costs == [1.0, 1.75, 2.0]


def test_q10_c_the_second_negative_may_come_near_to_the_anchor() -> None:
    assert second_half([0.0], [1.0], [5.0], [0.1]) == second_half([0.0], [1.0], [5.0], [9.9]) == 0.0


def test_q10_d_a_positive_farther_away_costs_more() -> None:
    costs = [second_half([0.0], [p], [5.0], [5.5]) for p in (0.5, 1.0, 2.0)]
    assert costs == [1.0, 1.75, 4.75]


# ---------------------------------------------------------------- q11: beta


def test_q11_a_a_closure_remembers_beta() -> None:
    assert fbeta_in_fit(make_fbeta(beta=2)) == AFTER_FBETA_2


def test_q11_b_a_lambda_fills_beta_in() -> None:
    loss = lambda y_true, y_pred: three_parameter_fbeta(y_true, y_pred, beta=2)
    assert fbeta_in_fit(loss) == AFTER_FBETA_2


def test_q11_c_fit_takes_no_beta_and_a_loss_no_third_argument() -> None:
    with pytest.raises(TypeError, match="beta"):
        fbeta_in_fit(three_parameter_fbeta, beta=2)
    with pytest.raises(TypeError, match="beta"):
        fbeta_in_fit(three_parameter_fbeta)


def test_q11_d_a_string_names_only_losses_of_keras() -> None:
    with pytest.raises(ValueError, match="fbeta_loss"):
        fbeta_in_fit("fbeta_loss")


# ---------------------------------------------------------------- q12: add_loss


def test_q12_a_the_penalty_is_added_to_the_compiled_loss() -> None:
    # the output is 4 where the label is 2: (4 - 2)**2 + 0.01 * 4
    assert trained(dense(2.0), Penalty(), loss="mse")["loss"] == pytest.approx([4.04])


def test_q12_b_weights_are_not_what_is_penalised() -> None:
    model = keras.Sequential([keras.Input((1,)), dense(2.0), Penalty()])
    model(tf.constant([[0.0]]))
    assert float(model.losses[0]) == 0.0  # the weight is 2, the activation 0
    model(tf.constant([[10.0]]))
    assert float(model.losses[0]) == pytest.approx(0.2)


def test_q12_c_model_losses_has_the_penalty() -> None:
    model = keras.Sequential([keras.Input((1,)), dense(2.0), Penalty()])
    model(tf.constant([[2.0], [-3.0]]))
    assert [float(loss) for loss in model.losses] == pytest.approx([0.01 * (4 + 6)])


def test_q12_d_in_the_middle_it_sees_what_a_loss_does_not() -> None:
    seen = []

    def penalised_mse(y_true: Any, y_pred: Any) -> Any:
        seen.append(y_pred.shape)
        penalty = 0.01 * tf.reduce_sum(tf.abs(y_pred))
        return tf.reduce_mean(tf.square(y_true - y_pred)) + penalty

    # 2 becomes 20 in the middle, and 2 again at the end
    middle = trained(dense(10.0), Penalty(), dense(0.1), loss="mse")["loss"]
    end = trained(dense(10.0), dense(0.1), loss=penalised_mse)["loss"]
    assert middle == pytest.approx([0.2])
    assert end == pytest.approx([0.02])
    assert seen[0][-1] == 1


# ---------------------------------------------------------------- the file itself


@pytest.fixture(scope="module")
def questions() -> list[dict[str, Any]]:
    with QUIZ.open("rb") as file:
        quiz = tomllib.load(file)
    found: list[dict[str, Any]] = quiz["questions"]
    return found


def test_quiz_key_is_the_demonstrated_one(questions: list[dict[str, Any]]) -> None:
    key = [
        "".join(option["letter"] for option in question["options"] if option["right"])
        for question in questions
    ]
    assert " ".join(key) == "BD D AC CD BD C AD BC CD A AB AC"
    kinds = ["single" if len(letters) == 1 else "multiple" for letters in key]
    assert [question["kind"] for question in questions] == kinds


def test_quiz_questions_are_complete(questions: list[dict[str, Any]]) -> None:
    assert [question["id"] for question in questions] == [f"q{n}" for n in range(1, 13)]
    for question in questions:
        options = question["options"]
        assert [option["letter"] for option in options] == list("ABCD"), question["id"]
        assert all(option["text"].strip() and option["why"].strip() for option in options)


def test_quiz_facts_are_the_ones_demonstrated_here(questions: list[dict[str, Any]]) -> None:
    facts = {
        (question["id"], option["letter"])
        for question in questions
        for option in question["options"]
        if option.get("fact", False)
    }
    names = [re.match(r"test_(q\d+)_([a-z])_", name) for name in globals()]
    demonstrated = [(match[1], match[2].upper()) for match in names if match]
    assert len(demonstrated) == len(set(demonstrated)) == 48
    assert set(demonstrated) == facts
