"""The key of the custom-losses quiz, demonstrated on the installed Keras and TensorFlow.

`test_q7_b_...` shows that option B of question q7 is marked as it should be: a right option by
letting it work, a wrong one by letting it fail or by showing what happens in its place. Every option
with `fact = true` in quiz.toml has exactly one such test. All expected numbers were worked out by hand.
"""

# mypy: allow-subclassing-any
# (Keras publishes no types, so its Loss is Any to mypy)

import importlib
import math
import re
import runpy
import tomllib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras
import numpy as np
import numpy.typing as npt
import pytest
import tensorflow as tf

QUIZ = Path(__file__).parents[1] / "solutions" / "custom_losses" / "quiz.toml"

Array = npt.NDArray[np.float32]
LossFunction = Callable[[Any, Any], Any]

# A model whose only weight is 1 predicts 1 and 2 here: it is 1 too high and 2 too low.
FEATURES: Array = np.array([[1], [2]], np.float32)
LABELS: Array = np.array([[0], [4]], np.float32)
PREDICTIONS: Array = np.array([[1], [2]], np.float32)

# The loss of that model, and its weight after one step of SGD with learning rate 0.1.
AFTER_MSE = pytest.approx((2.5, 1.3))  # (1 + 4)/2;     gradient (2*1*1 - 2*2*2)/2 = -3
AFTER_HUBER_1 = pytest.approx((1.0, 1.05))  # (0.5 + 1.5)/2;  gradient (1*1 - 1*2)/2 = -0.5
AFTER_HUBER_2 = pytest.approx((1.25, 1.15))  # (0.5 + 2)/2;    gradient (1*1 - 2*2)/2 = -1.5


# ---------------------------------------------------------------- losses in the idioms of the quiz


def squared_error(y_true: Any, y_pred: Any) -> Any:
    return tf.square(y_pred - y_true)


def three_parameter_huber(y_true: Any, y_pred: Any, threshold: float) -> Any:
    size = tf.abs(y_pred - y_true)
    return tf.where(size <= threshold, size**2 / 2, threshold * (size - threshold / 2))


def plain_huber_2(y_true: Any, y_pred: Any) -> Any:
    size = tf.abs(y_pred - y_true)
    return tf.where(size <= 2.0, size**2 / 2, 2.0 * (size - 2.0 / 2))


def make_huber(threshold: float) -> LossFunction:
    # not called `huber`: a saved model that names it so would be loaded with Keras' own function
    def inner_huber(y_true: Any, y_pred: Any) -> Any:
        size = tf.abs(y_pred - y_true)
        return tf.where(size <= threshold, size**2 / 2, threshold * (size - threshold / 2))

    return inner_huber


@keras.saving.register_keras_serializable("custom_losses_quiz")
class HuberObject(keras.losses.Loss):
    def __init__(self, threshold: float, **options: Any) -> None:
        super().__init__(**options)
        self.threshold = threshold

    def call(self, y_true: Any, y_pred: Any) -> Any:
        size = tf.abs(y_pred - y_true)
        small = size <= self.threshold
        return tf.where(small, size**2 / 2, self.threshold * (size - self.threshold / 2))

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "threshold": self.threshold}


class SquaredErrorObject(keras.losses.Loss):
    """Nothing but `call`: no constructor, no configuration."""

    def call(self, y_true: Any, y_pred: Any) -> Any:
        return tf.square(y_pred - y_true)


def shortfall(distance: Any, margin: float = 1.0) -> Any:
    """The part of the contrastive loss that is for dissimilar pairs."""
    return tf.square(tf.maximum(margin - distance, 0.0))


def contrastive(similar: Any, distance: Any, margin: float = 1.0) -> Any:
    return similar * tf.square(distance) + (1 - similar) * shortfall(distance, margin)


# ---------------------------------------------------------------- instruments


def one_weight_model() -> Any:
    layer = keras.layers.Dense(1, use_bias=False, kernel_initializer="ones")
    return keras.Sequential([keras.Input((1,)), layer])


def weight_of(model: Any) -> float:
    return float(model.get_weights()[0].item())


def train(model: Any, loss: Any) -> dict[str, list[float]]:
    """One step of SGD on the whole batch; the history that `fit` returns."""
    model.compile(optimizer=keras.optimizers.SGD(0.1), loss=loss)
    history: dict[str, list[float]] = model.fit(FEATURES, LABELS, batch_size=2, verbose=0).history
    return history


def train_once(loss: Any) -> tuple[float, float]:
    """What `fit` reports as the loss of a fresh one-weight model, and its weight after the step."""
    model = one_weight_model()
    history = train(model, loss)
    return history["loss"][0], weight_of(model)


def siamese_model(weight: float = 1.0, size: int = 1) -> Any:
    """Both inputs pass through one layer; with vectors of one element the distance is |a - b|."""
    left, right = keras.Input((size,), name="left"), keras.Input((size,), name="right")
    shared = dense(weight)
    return keras.Model([left, right], keras.ops.abs(shared(left) - shared(right)))


def separate_branches_model(left_weight: float, right_weight: float) -> Any:
    left, right = keras.Input((1,), name="left"), keras.Input((1,), name="right")
    distance = keras.ops.abs(dense(left_weight)(left) - dense(right_weight)(right))
    return keras.Model([left, right], distance)


def dense(weight: float) -> Any:
    start = keras.initializers.Constant(weight)
    return keras.layers.Dense(1, use_bias=False, kernel_initializer=start)


def distances(model: Any, left: list[list[float]], right: list[list[float]]) -> list[float]:
    return [float(d) for d in model([tf.constant(left), tf.constant(right)])[:, 0]]


def slope(function: Callable[[Any], Any], at: float) -> float:
    point = tf.constant(at)
    with tf.GradientTape() as tape:
        tape.watch(point)
        value = function(point)
    return float(tape.gradient(value, point))


def keras_huber(error: Any, delta: float = 1.0) -> Any:
    return keras.losses.huber(tf.zeros(1), tf.reshape(error, (1,)), delta)


def keras_mse(error: Any) -> Any:
    return keras.losses.mean_squared_error(tf.zeros(1), tf.reshape(error, (1,)))


def operations(loss: LossFunction) -> Counter[str]:
    """How often each kind of operation occurs in the graph that TensorFlow traces from a loss."""
    batch = tf.TensorSpec([None, 1])
    graph = tf.function(loss, autograph=False).get_concrete_function(batch, batch).graph
    return Counter(operation.type for operation in graph.get_operations())


# ---------------------------------------------------------------- q1: what `loss=` accepts


def test_q1_a_short_name_as_string_trains() -> None:
    assert train_once("mse") == AFTER_MSE
    with pytest.raises(ValueError, match="my_huber_loss"):
        train_once("my_huber_loss")


def test_q1_b_function_from_keras_losses_trains() -> None:
    from keras.losses import mean_squared_error

    assert train_once(mean_squared_error) == AFTER_MSE


def test_q1_c_function_of_labels_and_predictions_trains() -> None:
    assert train_once(squared_error) == AFTER_MSE


def test_q1_d_compiled_sequential_model_fails() -> None:
    other = one_weight_model()
    other.compile(optimizer="sgd", loss="mse")
    with pytest.raises(TypeError, match="Sequential"):
        train_once(other)


# ---------------------------------------------------------------- q2: what a loss is for


def test_q2_a_model_predicts_without_any_loss() -> None:
    model = one_weight_model()
    assert model.predict(FEATURES, verbose=0).ravel().tolist() == [1.0, 2.0]
    assert not model.compiled


def test_q2_b_loss_is_zero_when_perfect_and_rises_with_the_error() -> None:
    losses = [float(keras_mse(tf.constant(error))) for error in (0.0, 1.0, 3.0)]
    assert losses == [0.0, 1.0, 9.0]


def test_q2_c_computing_a_loss_leaves_the_weight_alone() -> None:
    model = one_weight_model()
    model.compile(optimizer=keras.optimizers.SGD(0.1), loss="mse")
    assert model.evaluate(FEATURES, LABELS, verbose=0) == pytest.approx(2.5)
    assert weight_of(model) == 1.0


def test_q2_d_optimizer_steps_against_the_gradient_of_the_loss() -> None:
    gradient = slope(lambda w: tf.reduce_mean(squared_error(LABELS, w * FEATURES)), at=1.0)
    _, weight = train_once("mse")
    assert gradient == pytest.approx(-3.0)
    assert weight == pytest.approx(1.0 - 0.1 * gradient)


# ---------------------------------------------------------------- q3: Huber above its threshold


def test_q3_a_large_error_is_not_charged_half_its_square() -> None:
    assert float(keras_huber(1.0, delta=2.0)) == pytest.approx(0.5)
    assert float(keras_huber(3.0, delta=2.0)) == pytest.approx(4.0)  # half the square: 4.5


def test_q3_b_large_error_is_charged_delta_times_its_size_less_a_constant() -> None:
    surplus = [2.0 * error - float(keras_huber(error, delta=2.0)) for error in (3.0, 4.0, 10.0)]
    assert surplus == pytest.approx([2.0, 2.0, 2.0])  # delta**2 / 2


def test_q3_c_large_error_is_not_free() -> None:
    assert float(keras_huber(100.0, delta=2.0)) == pytest.approx(198.0)


def test_q3_d_large_error_is_charged_along_a_straight_line() -> None:
    losses = [float(keras_huber(error, delta=2.0)) for error in (3.0, 4.0, 5.0, 6.0)]
    assert np.diff(losses) == pytest.approx([2.0, 2.0, 2.0])


# ---------------------------------------------------------------- q4: tf.where on losses

SMALL = [True, False]
QUADRATIC = [0.125, 4.5]
LINEAR = [0.0, 2.5]


def test_q4_a_where_does_not_average() -> None:
    chosen = tf.where(SMALL, QUADRATIC, LINEAR).numpy()
    average = [0.0625, 3.5]
    assert np.all(chosen != average)


def test_q4_b_where_takes_second_argument_if_true_and_third_if_false() -> None:
    assert tf.where(SMALL, QUADRATIC, LINEAR).numpy().tolist() == [0.125, 2.5]


def test_q4_c_each_element_of_the_mask_decides_by_itself() -> None:
    masks = [[True, True], [True, False], [False, True]]
    chosen = [tf.where(mask, QUADRATIC, LINEAR).numpy().tolist() for mask in masks]
    assert chosen == [[0.125, 4.5], [0.125, 2.5], [0.0, 4.5]]


def test_q4_d_false_elements_raise_nothing() -> None:
    assert tf.where([False, False], QUADRATIC, LINEAR).numpy().tolist() == LINEAR


# ---------------------------------------------------------------- q5: closures


def test_q5_a_each_model_gets_its_threshold_where_it_is_compiled() -> None:
    assert train_once(make_huber(1.0)) == AFTER_HUBER_1
    assert train_once(make_huber(2.0)) == AFTER_HUBER_2


def test_q5_b_closure_trains_without_a_loss_class() -> None:
    loss = make_huber(2.0)
    assert not isinstance(loss, keras.losses.Loss)
    assert train_once(loss) == AFTER_HUBER_2


def test_q5_c_keras_passes_two_tensors_and_no_weights() -> None:
    shapes = []

    def spy(*arguments: Any) -> Any:
        shapes.append([tuple(argument.shape) for argument in arguments])
        return squared_error(*arguments)

    assert train_once(spy) == AFTER_MSE
    # labels and predictions of the two examples; the weight would have the shape (1, 1)
    assert shapes[0] == [(2, 1), (2, 1)]


def test_q5_d_closure_is_traced_to_the_operations_of_a_plain_function() -> None:
    assert operations(make_huber(2.0)) == operations(plain_huber_2)


# ---------------------------------------------------------------- q6: what a subclass must define


def test_q6_a_subclass_trains_without_a_constructor() -> None:
    assert "__init__" not in vars(SquaredErrorObject)
    assert train_once(SquaredErrorObject()) == AFTER_MSE


def test_q6_b_subclass_without_call_is_not_implemented() -> None:
    class Formless(keras.losses.Loss):
        def __init__(self) -> None:
            super().__init__()

    with pytest.raises(NotImplementedError):
        train_once(Formless())


def test_q6_c_losses_have_no_compile() -> None:
    assert hasattr(keras.Model, "compile")
    assert not hasattr(SquaredErrorObject(), "compile")
    assert train_once(SquaredErrorObject()) == AFTER_MSE


def test_q6_d_losses_have_no_fit() -> None:
    assert hasattr(keras.Model, "fit")
    assert not hasattr(SquaredErrorObject(), "fit")
    assert train_once(SquaredErrorObject()) == AFTER_MSE


# ---------------------------------------------------------------- q7: aim of the contrastive loss
# Descent moves a distance against the slope: a positive slope shortens it, a negative one lengthens it.


def test_q7_a_close_dissimilar_pair_is_not_drawn_together() -> None:
    assert slope(lambda d: contrastive(0.0, d), at=0.5) == pytest.approx(-1.0)


def test_q7_b_similar_pair_is_drawn_together_and_dissimilar_pair_apart() -> None:
    similar = slope(lambda d: contrastive(1.0, d), at=0.25)
    dissimilar = slope(lambda d: contrastive(0.0, d), at=0.25)
    assert (similar, dissimilar) == pytest.approx((0.5, -1.5))


def test_q7_c_close_similar_pair_is_not_driven_apart() -> None:
    assert slope(lambda d: contrastive(1.0, d), at=0.5) == pytest.approx(1.0)


def test_q7_d_contrastive_loss_is_not_cross_entropy() -> None:
    cross_entropy = keras.losses.binary_crossentropy(tf.constant([1.0]), tf.constant([0.5]))
    assert float(cross_entropy) == pytest.approx(math.log(2), abs=1e-4)
    assert float(contrastive(1.0, tf.constant(0.5))) == pytest.approx(0.25)


# ---------------------------------------------------------------- q8: max(margin - D, 0)^2


def test_q8_a_similar_pair_does_not_pay_the_shortfall() -> None:
    assert float(shortfall(0.25)) == pytest.approx(0.5625)
    assert float(contrastive(1.0, 0.25)) == pytest.approx(0.0625)


def test_q8_b_dissimilar_pair_pays_the_shortfall_while_it_is_too_close() -> None:
    losses = contrastive(0.0, tf.constant([0.25, 0.5, 1.0, 2.0])).numpy()
    assert losses == pytest.approx([0.5625, 0.25, 0.0, 0.0])


def test_q8_c_shortfall_is_not_the_squared_distance() -> None:
    distance = tf.constant(0.25)
    assert float(tf.square(distance)) == pytest.approx(0.0625)
    assert float(shortfall(distance)) == pytest.approx(0.5625)


def test_q8_d_shortfall_is_the_squared_margin_at_distance_zero_only() -> None:
    values = shortfall(tf.constant([0.0, 1.0, 3.0]), margin=3.0).numpy()
    assert values == pytest.approx([9.0, 4.0, 0.0])


# ---------------------------------------------------------------- q9: the margin


def test_q9_a_dissimilar_pair_is_free_from_the_margin_on() -> None:
    losses = contrastive(0.0, tf.constant([1.9, 2.0, 2.1]), margin=2.0).numpy()
    assert losses == pytest.approx([0.01, 0.0, 0.0], abs=1e-6)


def test_q9_b_keras_has_neither_contrastive_loss_nor_margin() -> None:
    assert [name for name in dir(keras.losses) if "contrastive" in name.lower()] == []
    with pytest.raises(TypeError, match="margin"):
        one_weight_model().compile(loss="mse", margin=0.5)


def test_q9_c_larger_margin_charges_a_dissimilar_pair_that_was_free() -> None:
    distance = tf.constant(1.5)
    assert float(contrastive(0.0, distance, margin=1.0)) == 0.0
    assert float(contrastive(0.0, distance, margin=2.0)) == pytest.approx(0.25)


def test_q9_d_margin_leaves_similar_pairs_alone() -> None:
    distance = tf.constant(1.5)
    losses = [float(contrastive(1.0, distance, margin)) for margin in (0.5, 1.0, 2.0)]
    assert losses == pytest.approx([2.25, 2.25, 2.25])


# ---------------------------------------------------------------- q10: why the maximum


def unclipped(distance: Any, margin: float = 1.0) -> Any:
    return tf.square(margin - distance)


def test_q10_a_only_the_maximum_frees_a_pair_beyond_the_margin() -> None:
    assert (float(shortfall(3.0)), slope(shortfall, at=3.0)) == (0.0, 0.0)
    assert (float(unclipped(3.0)), slope(unclipped, at=3.0)) == pytest.approx((4.0, 4.0))


def test_q10_b_excess_beyond_the_margin_adds_nothing() -> None:
    assert shortfall(tf.constant([2.0, 3.0, 30.0])).numpy().tolist() == [0.0, 0.0, 0.0]


def test_q10_c_similar_pair_pays_its_whole_distance() -> None:
    losses = contrastive(1.0, tf.constant([0.5, 3.0])).numpy()
    assert losses == pytest.approx([0.25, 9.0])


def test_q10_d_maximum_does_not_rescale() -> None:
    assert float(tf.maximum(5.0 - tf.constant(1.0), 0.0)) == 4.0


# ---------------------------------------------------------------- q11: what a class adds


def test_q11_a_each_object_keeps_its_threshold_readable() -> None:
    models = []
    for threshold in (1.0, 2.0):
        model = one_weight_model()
        model.compile(optimizer="sgd", loss=HuberObject(threshold))
        models.append(model)
    assert [model.loss.threshold for model in models] == [1.0, 2.0]


# Keras' own saving code trips over NumPy 2 here, see its convert_to_numpy
@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
def test_q11_b_loaded_model_has_its_loss_object_back(tmp_path: Path) -> None:
    with_object, with_closure = one_weight_model(), one_weight_model()
    train(with_object, HuberObject(2.0))
    train(with_closure, make_huber(2.0))
    with_object.save(tmp_path / "object.keras")
    with_closure.save(tmp_path / "closure.keras")

    loaded = keras.saving.load_model(tmp_path / "object.keras")
    assert isinstance(loaded.loss, HuberObject)
    assert loaded.loss.threshold == 2.0
    with pytest.raises(TypeError, match="Could not locate function 'inner_huber'"):
        keras.saving.load_model(tmp_path / "closure.keras")


def test_q11_c_class_is_traced_to_no_fewer_operations_than_a_function() -> None:
    assert operations(HuberObject(2.0).call) == operations(make_huber(2.0))
    assert operations(HuberObject(2.0)) >= operations(make_huber(2.0))  # and the reduction


def test_q11_d_get_config_can_be_overridden_next_to_call() -> None:
    config = HuberObject(2.0).get_config()
    assert config["threshold"] == 2.0
    assert "threshold" not in keras.losses.Loss().get_config()
    assert HuberObject.from_config(config).threshold == 2.0


# ---------------------------------------------------------------- q12: a loss for each example


def loss_for_each_example(y_true: Any, y_pred: Any) -> Any:
    losses = tf.reduce_mean(tf.square(y_pred - y_true), axis=-1)
    assert losses.shape.rank == 1
    return losses


def test_q12_a_history_holds_one_number_for_each_epoch() -> None:
    history = train(one_weight_model(), loss_for_each_example)
    assert history["loss"] == pytest.approx([2.5])


def test_q12_b_losses_are_averaged_over_the_batch() -> None:
    # summed instead, they would report 5 and move the weight to 1.6
    assert train_once(loss_for_each_example) == AFTER_MSE


def test_q12_c_no_scalar_is_required() -> None:
    def scalar(y_true: Any, y_pred: Any) -> Any:
        return tf.reduce_mean(tf.square(y_pred - y_true))

    assert train_once(loss_for_each_example) == pytest.approx(train_once(scalar))


def test_q12_d_entries_do_not_become_outputs() -> None:
    model = one_weight_model()
    history = train(model, loss_for_each_example)
    assert len(model.outputs) == 1
    assert list(history) == ["loss"]


# ---------------------------------------------------------------- q13: the factor 1/2


def test_q13_a_square_without_the_factor_is_differentiable_at_zero() -> None:
    assert [slope(tf.square, at) for at in (-0.5, 0.0, 0.5)] == [-1.0, 0.0, 1.0]


def test_q13_b_small_error_has_itself_as_gradient() -> None:
    slopes = [slope(keras_huber, at) for at in (-0.5, 0.25, 0.5)]
    assert slopes == pytest.approx([-0.5, 0.25, 0.5])


def test_q13_c_slope_runs_through_the_threshold_without_a_jump() -> None:
    slopes = [slope(lambda e: keras_huber(e, delta=2.0), at) for at in (1.0, 1.999, 2.001, 3.0)]
    assert slopes == pytest.approx([1.0, 1.999, 2.0, 2.0])
    assert slope(tf.square, at=1.999) == pytest.approx(3.998)


def test_q13_d_small_error_still_counts() -> None:
    assert float(keras_huber(0.5)) == pytest.approx(0.125)


# ---------------------------------------------------------------- q14: a third parameter


def test_q14_a_third_parameter_gets_no_value() -> None:
    def with_default(y_true: Any, y_pred: Any, threshold: float = 2.0) -> Any:
        return three_parameter_huber(y_true, y_pred, threshold)

    with pytest.raises(TypeError, match="missing 1 required positional argument: 'threshold'"):
        train_once(three_parameter_huber)
    assert train_once(with_default) == AFTER_HUBER_2


def test_q14_b_third_parameter_does_not_hinder_serialisation() -> None:
    written = keras.saving.serialize_keras_object(three_parameter_huber)
    assert written["config"] == "three_parameter_huber"
    known = {"three_parameter_huber": three_parameter_huber}
    read = keras.saving.deserialize_keras_object(written, custom_objects=known)
    assert read is three_parameter_huber


def test_q14_c_optimizer_needs_gradients_and_no_loss() -> None:
    weight = keras.Variable(1.0)
    keras.optimizers.SGD(0.1).apply([tf.constant(-3.0)], [weight])
    assert float(weight) == pytest.approx(1.3)


def test_q14_d_plain_function_need_not_be_a_loss_object() -> None:
    assert not isinstance(plain_huber_2, keras.losses.Loss)
    assert train_once(plain_huber_2) == AFTER_HUBER_2


# ---------------------------------------------------------------- q15: outliers


def test_q15_a_outlier_weighs_more_under_mse_than_under_huber() -> None:
    assert float(keras_mse(10.0)) / float(keras_mse(1.0)) == pytest.approx(100.0)
    assert float(keras_huber(10.0)) / float(keras_huber(1.0)) == pytest.approx(19.0)


def test_q15_b_outlier_keeps_a_gradient_under_huber() -> None:
    assert slope(keras_huber, at=10.0) == pytest.approx(1.0)


def test_q15_c_huber_squares_small_errors_and_not_large_ones() -> None:
    assert float(keras_huber(10.0)) == pytest.approx(9.5)
    assert float(keras_huber(0.2)) / float(keras_huber(0.1)) == pytest.approx(4.0)


def test_q15_d_mse_squares_small_errors_too() -> None:
    assert float(keras_mse(0.1)) == pytest.approx(0.01)
    assert float(keras.losses.mean_absolute_error([0.0], [0.1])) == pytest.approx(0.1)


# ---------------------------------------------------------------- q16: shared weights


def test_q16_a_equal_inputs_are_at_distance_zero_if_weights_are_shared() -> None:
    assert distances(siamese_model(weight=2.0), [[3.0]], [[3.0]]) == [0.0]
    assert distances(separate_branches_model(1.0, 2.0), [[3.0]], [[3.0]]) == [3.0]


def test_q16_b_shared_layer_is_counted_once() -> None:
    assert siamese_model().count_params() == 1
    assert separate_branches_model(1.0, 1.0).count_params() == 2


def test_q16_c_new_pairs_can_get_worse_while_training_pairs_get_better() -> None:
    model = siamese_model()
    model.compile(optimizer=keras.optimizers.SGD(0.25), loss=contrastive)
    pair = [np.array([[1.0]], np.float32), np.array([[0.0]], np.float32)]
    similar, dissimilar = np.ones((1, 1), np.float32), np.zeros((1, 1), np.float32)
    fit = model.fit(pair, similar, validation_data=(pair, dissimilar), epochs=2, verbose=0)
    # the weight, which is the distance here, goes from 1 to 0.5 and on to 0.25
    assert fit.history["loss"] == pytest.approx([1.0, 0.25])
    assert fit.history["val_loss"] == pytest.approx([0.25, 0.5625])


def test_q16_d_losses_belong_to_outputs_and_not_to_inputs() -> None:
    model = siamese_model()
    model.compile(optimizer="sgd", loss={"left": "mse", "right": "mse"})
    assert (len(model.inputs), len(model.outputs)) == (2, 1)
    with pytest.raises(ValueError, match=r"found loss.keys\(\)=\['left', 'right'\]"):
        model.fit([FEATURES, FEATURES], LABELS, verbose=0)


# ---------------------------------------------------------------- q17: tf.where in losses


def test_q17_a_examples_of_one_batch_follow_different_formulas() -> None:
    assert make_huber(1.0)(LABELS, PREDICTIONS).numpy().ravel().tolist() == [0.5, 1.5]


def test_q17_b_where_selects_elements_by_a_mask() -> None:
    mask, a, b = [[True, False], [False, True]], [[1, 2], [3, 4]], [[10, 20], [30, 40]]
    assert tf.where(mask, a, b).numpy().tolist() == [[1, 20], [30, 4]]


def test_q17_c_where_takes_tensors_of_any_rank() -> None:
    for shape in ((), (2,), (2, 3), (2, 3, 4)):
        chosen = tf.where(tf.ones(shape, tf.bool), tf.ones(shape), tf.zeros(shape))
        assert chosen.numpy().tolist() == np.ones(shape).tolist()


def test_q17_d_huber_built_with_where_is_the_one_of_keras() -> None:
    for error in (-3.0, -1.0, -0.5, 0.0, 0.5, 1.0, 3.0):

        def built(e: Any) -> Any:
            return make_huber(1.0)(0.0, e)

        assert float(built(error)) == pytest.approx(float(keras_huber(error)))
        assert slope(built, error) == pytest.approx(slope(keras_huber, error))


# ---------------------------------------------------------------- q18: ways to set a threshold


def test_q18_a_closure_trains_at_threshold_2() -> None:
    assert train_once(make_huber(2.0)) == AFTER_HUBER_2


def test_q18_b_loss_object_trains_at_threshold_2() -> None:
    assert train_once(HuberObject(2.0)) == AFTER_HUBER_2


def test_q18_c_fit_takes_no_threshold() -> None:
    model = one_weight_model()
    model.compile(optimizer="sgd", loss=three_parameter_huber)
    with pytest.raises(TypeError, match="unexpected keyword argument 'threshold'"):
        model.fit(FEATURES, LABELS, threshold=2.0, verbose=0)


def test_q18_d_constant_in_the_body_trains_at_threshold_2() -> None:
    assert train_once(plain_huber_2) == AFTER_HUBER_2


# ---------------------------------------------------------------- q19: exactly at the margin


def test_q19_a_dissimilar_pair_at_the_margin_is_free() -> None:
    assert float(contrastive(0.0, tf.constant(2.0), margin=2.0)) == 0.0


def test_q19_b_loss_at_the_margin_does_not_depend_on_the_margin() -> None:
    losses = [float(contrastive(0.0, tf.constant(m), margin=m)) for m in (0.5, 1.0, 2.0, 5.0)]
    assert losses == [0.0, 0.0, 0.0, 0.0]


def test_q19_c_no_pair_has_a_negative_loss() -> None:
    ladder = tf.linspace(0.0, 4.0, 41)
    assert float(tf.reduce_min(contrastive(0.0, ladder, margin=2.0))) == 0.0
    assert float(tf.reduce_min(contrastive(1.0, ladder, margin=2.0))) == 0.0


def test_q19_d_squared_distance_is_charged_to_the_similar_pair_only() -> None:
    losses = contrastive(tf.constant([1.0, 0.0]), tf.constant([2.0, 2.0]), margin=2.0).numpy()
    assert losses.tolist() == [4.0, 0.0]


# ---------------------------------------------------------------- q20: the method call


def test_q20_a_call_maps_labels_and_predictions_to_losses() -> None:
    losses = HuberObject(1.0).call(tf.constant(LABELS), tf.constant(PREDICTIONS))
    assert losses.numpy().tolist() == [[0.5], [1.5]]


def test_q20_b_base_class_averages_what_call_returns() -> None:
    loss = HuberObject(1.0)(LABELS, PREDICTIONS)
    assert tuple(loss.shape) == ()
    assert float(loss) == pytest.approx(1.0)


def test_q20_c_call_may_select_between_formulas() -> None:
    class Lopsided(keras.losses.Loss):
        """Ten times the error where the prediction is too low, once where it is too high."""

        def call(self, y_true: Any, y_pred: Any) -> Any:
            error = y_pred - y_true
            return tf.where(error < 0, -10 * error, error)

    # (1 + 20)/2; gradient (1*1 - 10*2)/2 = -9.5
    assert train_once(Lopsided()) == pytest.approx((10.5, 1.95))


def test_q20_d_fit_runs_call() -> None:
    runs = []

    class Witness(SquaredErrorObject):
        def call(self, y_true: Any, y_pred: Any) -> Any:
            runs.append(self.name)
            return super().call(y_true, y_pred)

    model = one_weight_model()
    model.compile(optimizer="sgd", loss=Witness(name="witness"))
    assert runs == []
    model.fit(FEATURES, LABELS, verbose=0)
    assert "witness" in runs


# ---------------------------------------------------------------- q21: the import


def test_q21_a_line_is_no_python_and_the_module_does_not_exist() -> None:
    with pytest.raises(SyntaxError):
        compile("import tensorflow.loss import mean_absolute_error", "<quiz>", "exec")
    with pytest.raises(ModuleNotFoundError, match=r"tensorflow\.loss"):
        importlib.import_module("tensorflow.loss")


def test_q21_b_import_from_keras_losses_is_right() -> None:
    from keras.losses import mean_absolute_error

    # (1 + 2)/2; gradient (1*1 - 1*2)/2 = -0.5
    assert train_once(mean_absolute_error) == pytest.approx((1.5, 1.05))


# ---------------------------------------------------------------- q22: objects with parameters


def test_q22_a_loss_object_takes_its_threshold_when_created() -> None:
    assert train_once(keras.losses.Huber(delta=1.0)) == AFTER_HUBER_1
    assert train_once(keras.losses.Huber(delta=2.0)) == AFTER_HUBER_2


def test_q22_b_only_the_loss_function_refuses_a_parameter_alone() -> None:
    with pytest.raises(TypeError, match="'y_true' and 'y_pred'"):
        keras.losses.huber(delta=2.0)
    assert isinstance(keras.losses.Huber(delta=2.0), keras.losses.Loss)


# ---------------------------------------------------------------- q23: what the wrapper is for


def test_q23_a_inner_function_alone_lacks_its_threshold(tmp_path: Path) -> None:
    source = """
import tensorflow as tf

def forgiving(y_true, y_pred):
    return tf.maximum(tf.abs(y_pred - y_true) - threshold, 0.0)
"""
    script = tmp_path / "without_wrapper.py"
    script.write_text(source, encoding="utf-8")
    forgiving = runpy.run_path(str(script))["forgiving"]
    with pytest.raises(NameError, match="'threshold' is not defined"):
        train_once(forgiving)


def test_q23_b_keras_does_not_fill_in_a_third_parameter() -> None:
    with pytest.raises(TypeError, match="'threshold'"):
        train_once(three_parameter_huber)


def test_q23_c_wrapper_uncalled_fails_and_plain_function_works() -> None:
    with pytest.raises(TypeError, match="takes 1 positional argument but 2 were given"):
        train_once(make_huber)
    assert train_once(plain_huber_2) == AFTER_HUBER_2


def test_q23_d_wrapper_leaves_two_parameters_and_brings_the_threshold() -> None:
    assert train_once(make_huber(1.0)) == AFTER_HUBER_1


# ---------------------------------------------------------------- q24: what goes to which method


def test_q24_a_init_cannot_return_call_and_call_gets_no_third_value() -> None:
    class ReturnsCall(keras.losses.Loss):
        def __init__(self) -> None:
            super().__init__()
            return self.call  # type: ignore[no-any-return]  # noqa: PLE0101 -- the mistake itself

    class ThreeInCall(keras.losses.Loss):
        def call(self, threshold: Any, y_true: Any, y_pred: Any) -> Any:
            return three_parameter_huber(y_true, y_pred, threshold)

    with pytest.raises(TypeError, match="should return None"):
        ReturnsCall()
    with pytest.raises(TypeError, match="missing 1 required positional argument"):
        train_once(ThreeInCall())


def test_q24_b_call_that_takes_the_threshold_gets_one_argument_too_many() -> None:
    class Swapped(keras.losses.Loss):
        def __init__(self, y_true: Any, y_pred: Any) -> None:
            super().__init__()
            self.batch = (y_true, y_pred)

        def call(self, threshold: Any) -> Any:
            return three_parameter_huber(*self.batch, threshold)

    with pytest.raises(TypeError, match="takes 2 positional arguments but 3 were given"):
        train_once(Swapped(LABELS, PREDICTIONS))


def test_q24_c_method_is_no_loss_value() -> None:
    class ReturnsInit(keras.losses.Loss):
        def __init__(self, threshold: float, y_true: Any, y_pred: Any) -> None:
            super().__init__()
            self.everything = (threshold, y_true, y_pred)

        def call(self, y_true: Any, y_pred: Any) -> Any:
            return self.__init__  # type: ignore[misc]  # the mistake itself

    with pytest.raises(TypeError, match="method"):
        train_once(ReturnsInit(2.0, LABELS, PREDICTIONS))


def test_q24_d_threshold_in_init_and_batch_in_call_train() -> None:
    assert train_once(HuberObject(threshold=1.0)) == AFTER_HUBER_1


# ---------------------------------------------------------------- q25: symbols of the formula


def test_q25_a_label_selects_the_term_of_the_pair() -> None:
    losses = contrastive(tf.constant([1.0, 0.0]), tf.constant([0.25, 0.25])).numpy()
    assert losses == pytest.approx([0.0625, 0.5625])


def test_q25_b_distance_is_no_flag() -> None:
    assert distances(siamese_model(), [[1.0], [4.0]], [[3.5], [4.0]]) == [2.5, 0.0]


def test_q25_c_training_makes_the_similar_pair_the_closer_one() -> None:
    # The similar pair differs in the first feature, the dissimilar one in the second.
    left, right = [[1.0, 0.0], [0.0, 1.0]], [[0.0, 0.0], [0.0, 0.0]]
    model = siamese_model(weight=0.5, size=2)
    assert distances(model, left, right) == [0.5, 0.5]
    model.compile(optimizer=keras.optimizers.SGD(0.1), loss=contrastive)
    model.fit([np.array(left), np.array(right)], np.array([[1.0], [0.0]]), verbose=0)
    assert distances(model, left, right) == pytest.approx([0.45, 0.55])


def test_q25_d_similar_pair_pays_below_the_margin_too() -> None:
    losses = contrastive(1.0, tf.constant([0.5, 1.0, 2.0])).numpy()
    assert losses == pytest.approx([0.25, 1.0, 4.0])


# ---------------------------------------------------------------- the file itself


@pytest.fixture(scope="module")
def questions() -> list[dict[str, Any]]:
    with QUIZ.open("rb") as file:
        quiz = tomllib.load(file)
    assert quiz["schema"] == 1
    found: list[dict[str, Any]] = quiz["questions"]
    return found


def test_quiz_has_all_questions_of_both_sources_in_order(questions: list[dict[str, Any]]) -> None:
    sources = [f"notes {n}" for n in range(1, 21)] + [f"quiz {n}" for n in range(1, 6)]
    expected = [(f"q{n}", source) for n, source in enumerate(sources, start=1)]
    assert [(question["id"], question["source"]) for question in questions] == expected


def test_quiz_questions_are_complete(questions: list[dict[str, Any]]) -> None:
    for question in questions:
        options = question["options"]
        letters = [option["letter"] for option in options]
        assert question["text"].strip(), question["id"]
        assert letters == list("ABCDEFGH"[: len(letters)]), question["id"]
        assert all(option["text"].strip() and option["why"].strip() for option in options)


def test_quiz_keys_suit_their_kinds(questions: list[dict[str, Any]]) -> None:
    for question in questions:
        right = sum(option["right"] for option in question["options"])
        assert question["kind"] in {"single", "multiple"}, question["id"]
        assert right == 1 if question["kind"] == "single" else right >= 1, question["id"]


def test_quiz_key_is_the_demonstrated_one(questions: list[dict[str, Any]]) -> None:
    notes = "ABC BD BD BC AB B B B AC A ABD B C A A AB ABD ABD A ABCD"
    quiz = "B A D D AC"
    key = [
        "".join(option["letter"] for option in question["options"] if option["right"])
        for question in questions
    ]
    assert " ".join(key) == f"{notes} {quiz}"


def test_quiz_facts_are_the_ones_demonstrated_here(questions: list[dict[str, Any]]) -> None:
    facts = {
        (question["id"], option["letter"])
        for question in questions
        for option in question["options"]
        if option.get("fact", False)
    }
    names = [re.match(r"test_(q\d+)_([a-z])_", name) for name in globals()]
    demonstrated = [(match[1], match[2].upper()) for match in names if match]
    assert len(demonstrated) == len(set(demonstrated))
    assert set(demonstrated) == facts
