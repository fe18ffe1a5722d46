# %% [raw]
# # ASSIGNMENT CONFIG
# export_cell:
#   pdf: false
#   run_tests: false
# tests:
#   ok_format: false

# %% [markdown]
# # A catalogue of losses
#
# Fill in eleven losses, one layer, and the quiz below. `README.md` explains the ideas and when to
# choose which, `quiz.md` holds the questions. Hand in this one file. It has to run from top to
# bottom, so keep it tidy: training a model here is welcome, but each cell gets only a few seconds
# when it is graded.
#
# Inputs are `float32` tensors of shape `(n, k)`: `n` examples, `k` numbers each. A loss returns
# **one number for each example**, a tensor of shape `(n,)`, as the functions in `keras.losses` do;
# a loss that is otherwise says so.
#
# Write the formulas yourself, with any operations you like. A loss that hands its work to a
# ready-made one (`keras.losses.…`, `tf.nn.sigmoid_cross_entropy_with_logits` and the like) gets no
# points; calling one in another cell, to compare your numbers, is a good idea.

# %%
import keras
import tensorflow as tf

# %% [markdown]
# ## Part 1: classes
#
# With the logit $z$ = `y_pred` and the label $y$ = `y_true`, and $\sigma$ for the sigmoid, the binary
# cross-entropy is
#
# $$L = -y \log \sigma(z) - (1 - y) \log (1 - \sigma(z))$$
#
# and the categorical one, with the labels smoothed to $y' = (1 - s)\,y + s / k$,
#
# $$L = -\sum_{i=1}^{k} y'_i \log \text{softmax}(z)_i$$

# %% [raw]
# # BEGIN QUESTION
# name: binary_crossentropy_from_logits

# %% [raw]
# # BEGIN SOLUTION


# %%
def binary_crossentropy_from_logits(y_true, y_pred):
    """Binary cross-entropy of logits: the mean over each example's labels.

    -y * log(sigmoid(z)) - (1 - y) * log(1 - sigmoid(z)) for each label y and logit z, computed so
    that a logit of 100 or -100 gives neither infinity nor NaN, and no gradient that is 0 where
    the prediction is wrong.

    Args:
        y_true: float32 tensor of shape (n, k), labels of 0 and 1.
        y_pred: float32 tensor of shape (n, k), logits: any numbers, not probabilities.

    Returns:
        float32 tensor of shape (n,): one loss for each example.

    Example:
        A logit of 2 costs 0.1269 for the label 1 and 2.1269 for the label 0; a logit of -100
        costs 100 for the label 1.
    """
    # BEGIN SOLUTION
    # log(1 - sigmoid(z)) is -softplus(z), and log(sigmoid(z)) is z - softplus(z)
    costs = tf.nn.softplus(y_pred) - y_true * y_pred
    return tf.reduce_mean(costs, axis=-1)
    # END SOLUTION


# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS


# %%
def test_binary_crossentropy_from_logits_costs_what_the_docstring_says(
    binary_crossentropy_from_logits,
):
    """Small logits cost what the formula says, large ones too."""
    import tensorflow as tf

    loss = binary_crossentropy_from_logits
    for y_true, y_pred, cost in [
        ([1.0], [2.0], 0.126928),
        ([0.0], [2.0], 2.126928),
        ([1.0, 0.0], [2.0, 2.0], 1.126928),
        ([1.0], [-100.0], 100.0),
        ([0.0], [100.0], 100.0),
        ([1.0], [100.0], 0.0),
    ]:
        found = loss(tf.constant([y_true]), tf.constant([y_pred]))
        assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
        found = float(tf.reduce_mean(found))
        assert abs(found - cost) < 1e-4, (
            f"{y_true} against {y_pred} should cost {cost}, not {found:.6g}"
        )


test_binary_crossentropy_from_logits_costs_what_the_docstring_says(binary_crossentropy_from_logits)


# %%
def test_binary_crossentropy_from_logits_gives_a_loss_for_each_example(
    binary_crossentropy_from_logits,
):
    """One number for each example, not their mean."""
    import tensorflow as tf

    found = binary_crossentropy_from_logits(tf.ones((4, 3)) / 3, tf.ones((4, 3)) / 3)
    assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
    assert tuple(found.shape) == (4,), (
        f"a batch of 4 examples should give losses of shape (4,), not {tuple(found.shape)}"
    )


test_binary_crossentropy_from_logits_gives_a_loss_for_each_example(binary_crossentropy_from_logits)


# %%
def test_binary_crossentropy_from_logits_trains_a_model(binary_crossentropy_from_logits):
    """model.compile and model.fit work with it, and the loss goes down."""
    import keras
    import tensorflow as tf

    tf.get_logger().setLevel("ERROR")  # it warns of models that are made again and again
    keras.utils.set_random_seed(1)
    layer = keras.layers.Dense(2)
    model = keras.Sequential([keras.Input((2,)), layer])
    model.compile(optimizer=keras.optimizers.SGD(0.1), loss=binary_crossentropy_from_logits)
    x, y = (
        tf.constant([[0.1, 0.9], [0.8, 0.3], [0.9, 0.1], [0.2, 0.7]]),
        tf.one_hot([0, 1, 1, 0], 2),
    )
    losses = model.fit(x, y, epochs=5, verbose=0).history["loss"]
    assert losses[-1] < losses[0], "five epochs of model.fit should make the loss smaller"


test_binary_crossentropy_from_logits_trains_a_model(binary_crossentropy_from_logits)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [raw]
# # BEGIN QUESTION
# name: smoothed_crossentropy

# %% [raw]
# # BEGIN SOLUTION


# %%
def smoothed_crossentropy(smoothing):
    """Categorical cross-entropy of logits, with smoothed labels.

    Each row y of k labels becomes (1 - smoothing) * y + smoothing / k. The loss of an example is
    minus the sum of the smoothed labels times log(softmax(z)), where z are its logits; no logit
    within 100 of 0 gives infinity or NaN.

    Args:
        smoothing: float from 0 to 1, the share of the label that is spread over all classes.

    Returns:
        A function of (y_true, y_pred), float32 tensors of shape (n, k): one-hot labels and logits.
        It returns a float32 tensor of shape (n,): one loss for each example.

    Example:
        With smoothing 0.2, labels [1, 0] become [0.9, 0.1], and logits [2, 0] cost
        0.9 * 0.1269 + 0.1 * 2.1269 = 0.3269.
    """
    # BEGIN SOLUTION

    def loss(y_true, y_pred):
        classes = y_pred.shape[-1]
        labels = (1 - smoothing) * y_true + smoothing / classes
        return -tf.reduce_sum(labels * tf.nn.log_softmax(y_pred, axis=-1), axis=-1)

    return loss
    # END SOLUTION


# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS


# %%
def test_smoothed_crossentropy_returns_a_function(smoothed_crossentropy):
    """It returns the loss, which Keras calls later."""
    loss = smoothed_crossentropy(0.1)
    assert loss is not None, (
        "the wrapper returns None: not filled in yet, or is a `return` missing?"
    )
    assert callable(loss), "the wrapper should return the inner function itself, without calling it"


test_smoothed_crossentropy_returns_a_function(smoothed_crossentropy)


# %%
def test_smoothed_crossentropy_costs_what_the_docstring_says(smoothed_crossentropy):
    """Labels are smoothed, then compared with the softmax of the logits."""
    import tensorflow as tf

    loss = smoothed_crossentropy(smoothing=0.2)
    for y_true, y_pred, cost in [
        ([1.0, 0.0], [2.0, 0.0], 0.326928),
        ([0.0, 1.0], [2.0, 0.0], 1.926928),
        ([1.0, 0.0], [-100.0, 0.0], 90.0),
    ]:
        found = loss(tf.constant([y_true]), tf.constant([y_pred]))
        assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
        found = float(tf.reduce_mean(found))
        assert abs(found - cost) < 1e-4, (
            f"{y_true} against {y_pred} should cost {cost}, not {found:.6g}"
        )


test_smoothed_crossentropy_costs_what_the_docstring_says(smoothed_crossentropy)


# %%
def test_smoothed_crossentropy_gives_a_loss_for_each_example(smoothed_crossentropy):
    """One number for each example, not their mean."""
    import tensorflow as tf

    found = smoothed_crossentropy(0.1)(tf.ones((4, 3)) / 3, tf.ones((4, 3)) / 3)
    assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
    assert tuple(found.shape) == (4,), (
        f"a batch of 4 examples should give losses of shape (4,), not {tuple(found.shape)}"
    )


test_smoothed_crossentropy_gives_a_loss_for_each_example(smoothed_crossentropy)


# %%
def test_smoothed_crossentropy_trains_a_model(smoothed_crossentropy):
    """model.compile and model.fit work with it, and the loss goes down."""
    import keras
    import tensorflow as tf

    tf.get_logger().setLevel("ERROR")  # it warns of models that are made again and again
    keras.utils.set_random_seed(1)
    layer = keras.layers.Dense(3)
    model = keras.Sequential([keras.Input((2,)), layer])
    model.compile(optimizer=keras.optimizers.SGD(0.1), loss=smoothed_crossentropy(0.1))
    x, y = (
        tf.constant([[0.1, 0.9], [0.8, 0.3], [0.9, 0.1], [0.2, 0.7]]),
        tf.one_hot([0, 1, 1, 0], 3),
    )
    losses = model.fit(x, y, epochs=5, verbose=0).history["loss"]
    assert losses[-1] < losses[0], "five epochs of model.fit should make the loss smaller"


test_smoothed_crossentropy_trains_a_model(smoothed_crossentropy)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [markdown]
# ## Part 2: counts and distributions
#
# With the label $y$, the prediction $p$ and $\varepsilon = 10^{-7}$, the Poisson loss of one number is
#
# $$L = p - y \log (p + \varepsilon)$$
#
# The Kullback-Leibler divergence of two distributions over $k$ outcomes, both clipped to
# $[\varepsilon, 1]$ first, is
#
# $$L = \sum_{i=1}^{k} y_i \log \frac{y_i}{p_i}$$

# %% [raw]
# # BEGIN QUESTION
# name: poisson_loss

# %% [raw]
# # BEGIN SOLUTION


# %%
def poisson_loss(y_true, y_pred):
    """The Poisson loss: the mean of p - y * log(p + 1e-7) over each example's numbers.

    Args:
        y_true: float32 tensor of shape (n, k), counts: 0, 1, 2 and so on.
        y_pred: float32 tensor of shape (n, k), predicted rates, 0 or more.

    Returns:
        float32 tensor of shape (n,): one loss for each example. It may be negative.

    Example:
        A count of 0 at a rate of 1 costs 1; a count of 3 at a rate of 2 costs
        2 - 3 * 0.6931 = -0.0794.
    """
    # BEGIN SOLUTION
    costs = y_pred - y_true * tf.math.log(y_pred + 1e-7)
    return tf.reduce_mean(costs, axis=-1)
    # END SOLUTION


# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS


# %%
def test_poisson_loss_costs_what_the_docstring_says(poisson_loss):
    """Counts and rates cost what the formula says."""
    import tensorflow as tf

    loss = poisson_loss
    for y_true, y_pred, cost in [
        ([0.0], [1.0], 1.0),
        ([3.0], [2.0], -0.079442),
        ([0.0, 3.0], [1.0, 2.0], 0.460279),
        ([0.0], [0.0], 0.0),
    ]:
        found = loss(tf.constant([y_true]), tf.constant([y_pred]))
        assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
        found = float(tf.reduce_mean(found))
        assert abs(found - cost) < 1e-4, (
            f"{y_true} against {y_pred} should cost {cost}, not {found:.6g}"
        )


test_poisson_loss_costs_what_the_docstring_says(poisson_loss)


# %%
def test_poisson_loss_gives_a_loss_for_each_example(poisson_loss):
    """One number for each example, not their mean."""
    import tensorflow as tf

    found = poisson_loss(tf.ones((4, 3)) / 3, tf.ones((4, 3)) / 3)
    assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
    assert tuple(found.shape) == (4,), (
        f"a batch of 4 examples should give losses of shape (4,), not {tuple(found.shape)}"
    )


test_poisson_loss_gives_a_loss_for_each_example(poisson_loss)


# %%
def test_poisson_loss_trains_a_model(poisson_loss):
    """model.compile and model.fit work with it, and the loss goes down."""
    import keras
    import tensorflow as tf

    tf.get_logger().setLevel("ERROR")  # it warns of models that are made again and again
    keras.utils.set_random_seed(1)
    layer = keras.layers.Dense(2, activation="exponential")
    model = keras.Sequential([keras.Input((2,)), layer])
    model.compile(optimizer=keras.optimizers.SGD(0.1), loss=poisson_loss)
    x, y = (
        tf.constant([[0.1, 0.9], [0.8, 0.3], [0.9, 0.1], [0.2, 0.7]]),
        tf.constant([[1.0, 4.0], [3.0, 0.0], [4.0, 0.0], [0.0, 2.0]]),
    )
    losses = model.fit(x, y, epochs=5, verbose=0).history["loss"]
    assert losses[-1] < losses[0], "five epochs of model.fit should make the loss smaller"


test_poisson_loss_trains_a_model(poisson_loss)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [raw]
# # BEGIN QUESTION
# name: kl_divergence_loss

# %% [raw]
# # BEGIN SOLUTION


# %%
def kl_divergence_loss(y_true, y_pred):
    """Kullback-Leibler divergence: the sum of y * log(y / p) over each example's outcomes.

    Both y and p are first clipped to the range from 1e-7 to 1, as Keras does.

    Args:
        y_true: float32 tensor of shape (n, k), the distribution that is right.
        y_pred: float32 tensor of shape (n, k), the predicted distribution.

    Returns:
        float32 tensor of shape (n,): one loss for each example.

    Example:
        [0.5, 0.5] against a predicted [0.25, 0.75] costs 0.5 * 0.6931 - 0.5 * 0.4055 = 0.1438.
    """
    # BEGIN SOLUTION
    y = tf.clip_by_value(y_true, 1e-7, 1.0)
    p = tf.clip_by_value(y_pred, 1e-7, 1.0)
    return tf.reduce_sum(y * tf.math.log(y / p), axis=-1)
    # END SOLUTION


# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS


# %%
def test_kl_divergence_loss_costs_what_the_docstring_says(kl_divergence_loss):
    """Distributions cost what the formula says, with zeros too."""
    import tensorflow as tf

    loss = kl_divergence_loss
    for y_true, y_pred, cost in [
        ([0.5, 0.5], [0.25, 0.75], 0.143841),
        ([0.2, 0.8], [0.2, 0.8], 0.0),
        ([1.0, 0.0], [0.5, 0.5], 0.693146),
        ([1.0, 0.0], [0.0, 1.0], 16.118095),
    ]:
        found = loss(tf.constant([y_true]), tf.constant([y_pred]))
        assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
        found = float(tf.reduce_mean(found))
        assert abs(found - cost) < 1e-4, (
            f"{y_true} against {y_pred} should cost {cost}, not {found:.6g}"
        )


test_kl_divergence_loss_costs_what_the_docstring_says(kl_divergence_loss)


# %%
def test_kl_divergence_loss_gives_a_loss_for_each_example(kl_divergence_loss):
    """One number for each example, not their mean."""
    import tensorflow as tf

    found = kl_divergence_loss(tf.ones((4, 3)) / 3, tf.ones((4, 3)) / 3)
    assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
    assert tuple(found.shape) == (4,), (
        f"a batch of 4 examples should give losses of shape (4,), not {tuple(found.shape)}"
    )


test_kl_divergence_loss_gives_a_loss_for_each_example(kl_divergence_loss)


# %%
def test_kl_divergence_loss_trains_a_model(kl_divergence_loss):
    """model.compile and model.fit work with it, and the loss goes down."""
    import keras
    import tensorflow as tf

    tf.get_logger().setLevel("ERROR")  # it warns of models that are made again and again
    keras.utils.set_random_seed(1)
    layer = keras.layers.Dense(2, activation="softmax")
    model = keras.Sequential([keras.Input((2,)), layer])
    model.compile(optimizer=keras.optimizers.SGD(0.1), loss=kl_divergence_loss)
    x, y = (
        tf.constant([[0.1, 0.9], [0.8, 0.3], [0.9, 0.1], [0.2, 0.7]]),
        tf.one_hot([0, 1, 1, 0], 2),
    )
    losses = model.fit(x, y, epochs=5, verbose=0).history["loss"]
    assert losses[-1] < losses[0], "five epochs of model.fit should make the loss smaller"


test_kl_divergence_loss_trains_a_model(kl_divergence_loss)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [markdown]
# ## Part 3: numbers
#
# With the error $e$ = `y_true - y_pred`, one number costs
#
# $$|e|, \qquad \log \cosh e = \log \frac{\exp(e) + \exp(-e)}{2}, \qquad
# \begin{cases} \tfrac{1}{2} e^2 & \text{if } |e| \le \delta \\ \delta |e| - \tfrac{1}{2} \delta^2 & \text{otherwise} \end{cases}$$
#
# under mean absolute error, log-cosh and Huber. An example costs the mean of its numbers.

# %% [raw]
# # BEGIN QUESTION
# name: mae_loss

# %% [raw]
# # BEGIN SOLUTION


# %%
def mae_loss(y_true, y_pred):
    """Mean absolute error: the mean of |y - p| over each example's numbers.

    Args:
        y_true: float32 tensor of shape (n, k), the labels.
        y_pred: float32 tensor of shape (n, k), the predictions.

    Returns:
        float32 tensor of shape (n,): one loss for each example.

    Example:
        [1, 5] against a predicted [2, 3] costs (1 + 2) / 2 = 1.5.
    """
    # BEGIN SOLUTION
    return tf.reduce_mean(tf.abs(y_true - y_pred), axis=-1)
    # END SOLUTION


# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS


# %%
def test_mae_loss_costs_what_the_docstring_says(mae_loss):
    """Errors cost their size."""
    import tensorflow as tf

    loss = mae_loss
    for y_true, y_pred, cost in [
        ([1.0, 5.0], [2.0, 3.0], 1.5),
        ([-1.0], [1.0], 2.0),
        ([3.0], [3.0], 0.0),
    ]:
        found = loss(tf.constant([y_true]), tf.constant([y_pred]))
        assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
        found = float(tf.reduce_mean(found))
        assert abs(found - cost) < 1e-4, (
            f"{y_true} against {y_pred} should cost {cost}, not {found:.6g}"
        )


test_mae_loss_costs_what_the_docstring_says(mae_loss)


# %%
def test_mae_loss_gives_a_loss_for_each_example(mae_loss):
    """One number for each example, not their mean."""
    import tensorflow as tf

    found = mae_loss(tf.ones((4, 3)) / 3, tf.ones((4, 3)) / 3)
    assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
    assert tuple(found.shape) == (4,), (
        f"a batch of 4 examples should give losses of shape (4,), not {tuple(found.shape)}"
    )


test_mae_loss_gives_a_loss_for_each_example(mae_loss)


# %%
def test_mae_loss_trains_a_model(mae_loss):
    """model.compile and model.fit work with it, and the loss goes down."""
    import keras
    import tensorflow as tf

    tf.get_logger().setLevel("ERROR")  # it warns of models that are made again and again
    keras.utils.set_random_seed(1)
    layer = keras.layers.Dense(2)
    model = keras.Sequential([keras.Input((2,)), layer])
    model.compile(optimizer=keras.optimizers.SGD(0.1), loss=mae_loss)
    x, y = (
        tf.constant([[0.1, 0.9], [0.8, 0.3], [0.9, 0.1], [0.2, 0.7]]),
        tf.one_hot([0, 1, 1, 0], 2),
    )
    losses = model.fit(x, y, epochs=5, verbose=0).history["loss"]
    assert losses[-1] < losses[0], "five epochs of model.fit should make the loss smaller"


test_mae_loss_trains_a_model(mae_loss)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [raw]
# # BEGIN QUESTION
# name: log_cosh_loss

# %% [raw]
# # BEGIN SOLUTION


# %%
def log_cosh_loss(y_true, y_pred):
    """Log-cosh: the mean of log(cosh(y - p)) over each example's numbers.

    It is computed so that errors of hundreds give neither infinity nor NaN: cosh(100) is more
    than float32 can hold, its logarithm is not.

    Args:
        y_true: float32 tensor of shape (n, k), the labels.
        y_pred: float32 tensor of shape (n, k), the predictions.

    Returns:
        float32 tensor of shape (n,): one loss for each example.

    Example:
        An error of 1 or -1 costs 0.4338; one of 100 costs 100 - 0.6931 = 99.3069.
    """
    # BEGIN SOLUTION
    # softplus(x) is log(1 + exp(x)); with |e| neither exponential can overflow
    size = tf.abs(y_true - y_pred)
    costs = size + tf.nn.softplus(-2.0 * size) - tf.math.log(2.0)
    return tf.reduce_mean(costs, axis=-1)
    # END SOLUTION


# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS


# %%
def test_log_cosh_loss_costs_what_the_docstring_says(log_cosh_loss):
    """Small errors cost what the formula says, large ones too."""
    import tensorflow as tf

    loss = log_cosh_loss
    for y_true, y_pred, cost in [
        ([1.0], [0.0], 0.433781),
        ([0.0], [1.0], 0.433781),
        ([2.0, 2.0], [2.0, 3.0], 0.216890),
        ([100.0], [0.0], 99.306853),
    ]:
        found = loss(tf.constant([y_true]), tf.constant([y_pred]))
        assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
        found = float(tf.reduce_mean(found))
        assert abs(found - cost) < 1e-4, (
            f"{y_true} against {y_pred} should cost {cost}, not {found:.6g}"
        )


test_log_cosh_loss_costs_what_the_docstring_says(log_cosh_loss)


# %%
def test_log_cosh_loss_gives_a_loss_for_each_example(log_cosh_loss):
    """One number for each example, not their mean."""
    import tensorflow as tf

    found = log_cosh_loss(tf.ones((4, 3)) / 3, tf.ones((4, 3)) / 3)
    assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
    assert tuple(found.shape) == (4,), (
        f"a batch of 4 examples should give losses of shape (4,), not {tuple(found.shape)}"
    )


test_log_cosh_loss_gives_a_loss_for_each_example(log_cosh_loss)


# %%
def test_log_cosh_loss_trains_a_model(log_cosh_loss):
    """model.compile and model.fit work with it, and the loss goes down."""
    import keras
    import tensorflow as tf

    tf.get_logger().setLevel("ERROR")  # it warns of models that are made again and again
    keras.utils.set_random_seed(1)
    layer = keras.layers.Dense(2)
    model = keras.Sequential([keras.Input((2,)), layer])
    model.compile(optimizer=keras.optimizers.SGD(0.1), loss=log_cosh_loss)
    x, y = (
        tf.constant([[0.1, 0.9], [0.8, 0.3], [0.9, 0.1], [0.2, 0.7]]),
        tf.one_hot([0, 1, 1, 0], 2),
    )
    losses = model.fit(x, y, epochs=5, verbose=0).history["loss"]
    assert losses[-1] < losses[0], "five epochs of model.fit should make the loss smaller"


test_log_cosh_loss_trains_a_model(log_cosh_loss)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [raw]
# # BEGIN QUESTION
# name: HuberLoss

# %% [raw]
# # BEGIN SOLUTION


# %%
class HuberLoss(keras.losses.Loss):
    """The Huber loss as a class: an object of it goes into `model.compile(loss=...)`.

    0.5 * e**2 where |e| <= delta, and delta * |e| - 0.5 * delta**2 elsewhere, with e = y_true -
    y_pred, averaged over each example's numbers.

    Example:
        HuberLoss(delta=2.0).call of errors 1 and 3 in one example is (0.5 + 4) / 2 = 2.25.
    """

    def __init__(self, delta, **kwargs):
        """Set the loss up.

        Args:
            delta: float or int above 0, where the loss turns from a parabola into a line.
            kwargs: what every Keras loss takes, such as `name` and `reduction`; the base class
                is to get them, so that HuberLoss(1.0, reduction="sum") adds up the examples.
        """
        # BEGIN SOLUTION
        super().__init__(**kwargs)
        self.delta = delta
        # END SOLUTION

    def call(self, y_true, y_pred):
        """The loss of each example; how they become one number is the base class's business.

        Args:
            y_true: float32 tensor of shape (n, k), the labels.
            y_pred: float32 tensor of shape (n, k), the predictions.

        Returns:
            float32 tensor of shape (n,): one loss for each example.
        """
        # BEGIN SOLUTION
        size = tf.abs(y_true - y_pred)
        quadratic = 0.5 * tf.square(size)
        linear = self.delta * size - 0.5 * self.delta**2
        return tf.reduce_mean(tf.where(size <= self.delta, quadratic, linear), axis=-1)
        # END SOLUTION


# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS


# %%
def test_huberloss_costs_what_the_docstring_says(HuberLoss):
    """With delta 2, errors up to 2 cost half their square."""
    import tensorflow as tf

    loss = HuberLoss(delta=2.0)
    for y_true, y_pred, cost in [
        ([1.0], [0.0], 0.5),
        ([0.0], [3.0], 4.0),
        ([1.0, 3.0], [0.0, 0.0], 2.25),
    ]:
        found = loss(tf.constant([y_true]), tf.constant([y_pred]))
        assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
        found = float(tf.reduce_mean(found))
        assert abs(found - cost) < 1e-4, (
            f"{y_true} against {y_pred} should cost {cost}, not {found:.6g}"
        )


test_huberloss_costs_what_the_docstring_says(HuberLoss)


# %%
def test_huberloss_gives_a_loss_for_each_example(HuberLoss):
    """One number for each example, not their mean."""
    import tensorflow as tf

    found = HuberLoss(1.0).call(tf.ones((4, 3)) / 3, tf.ones((4, 3)) / 3)
    assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
    assert tuple(found.shape) == (4,), (
        f"a batch of 4 examples should give losses of shape (4,), not {tuple(found.shape)}"
    )


test_huberloss_gives_a_loss_for_each_example(HuberLoss)


# %%
def test_huberloss_passes_the_reduction_on(HuberLoss):
    """The base class gets `reduction`: None leaves the examples alone, "sum" adds them up."""
    import tensorflow as tf

    y_true, y_pred = tf.constant([[1.0], [3.0]]), tf.zeros((2, 1))
    single = HuberLoss(2.0, reduction=None)(y_true, y_pred)
    total = HuberLoss(2.0, reduction="sum")(y_true, y_pred)
    assert tuple(single.shape) == (2,), f"reduction=None should give shape (2,), not {single.shape}"
    assert abs(float(total) - 4.5) < 1e-4, (
        f'reduction="sum" should give 4.5, not {float(total):.6g}'
    )


test_huberloss_passes_the_reduction_on(HuberLoss)


# %%
def test_huberloss_trains_a_model(HuberLoss):
    """model.compile and model.fit work with it, and the loss goes down."""
    import keras
    import tensorflow as tf

    tf.get_logger().setLevel("ERROR")  # it warns of models that are made again and again
    keras.utils.set_random_seed(1)
    layer = keras.layers.Dense(2)
    model = keras.Sequential([keras.Input((2,)), layer])
    model.compile(optimizer=keras.optimizers.SGD(0.1), loss=HuberLoss(1.0))
    x, y = (
        tf.constant([[0.1, 0.9], [0.8, 0.3], [0.9, 0.1], [0.2, 0.7]]),
        tf.one_hot([0, 1, 1, 0], 2),
    )
    losses = model.fit(x, y, epochs=5, verbose=0).history["loss"]
    assert losses[-1] < losses[0], "five epochs of model.fit should make the loss smaller"


test_huberloss_trains_a_model(HuberLoss)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [markdown]
# ## Part 4: directions and embeddings
#
# Cosine similarity as a loss is minus the cosine of the angle between $y$ and $p$; vectors shorter
# than $\varepsilon = 10^{-7}$ count as that long, so that a vector of zeros costs 0:
#
# $$L = -\sum_i \frac{y_i}{\max(\lVert y \rVert, \varepsilon)} \cdot \frac{p_i}{\max(\lVert p \rVert, \varepsilon)}$$
#
# For an anchor $a$, a positive $p$ (the same class), a negative $n$ (another class) and, for quadruplets, a
# second negative $q$ of a third class, with $[x]_+ = \max(x, 0)$:
#
# $$L_3 = \left[ \lVert a - p \rVert^2 - \lVert a - n \rVert^2 + m \right]_+ , \qquad
# L_4 = \left[ \lVert a - p \rVert^2 - \lVert a - n \rVert^2 + m_1 \right]_+
#     + \left[ \lVert a - p \rVert^2 - \lVert q - n \rVert^2 + m_2 \right]_+$$
#
# A row of `y_pred` holds the embeddings of one triplet or quadruplet side by side, `[a, p, n]` or
# `[a, p, n, q]`, all of the same length. `y_true` is not used: Keras passes one all the same.

# %% [raw]
# # BEGIN QUESTION
# name: cosine_loss

# %% [raw]
# # BEGIN SOLUTION


# %%
def cosine_loss(axis):
    """Minus the cosine of the angle between labels and predictions, along an axis.

    The sum of y / max(|y|, 1e-7) times p / max(|p|, 1e-7) along the axis, with its sign turned: -1
    for the same direction, 0 for a right angle, 1 for the opposite direction.

    Args:
        axis: int, along which the vectors lie; -1 where each row is a vector.

    Returns:
        A function of (y_true, y_pred), float32 tensors of the same shape, that returns a float32
        tensor of that shape without the axis: (n,) for shape (n, k) and axis -1.

    Example:
        With axis -1, [1, 0] against a predicted [3, 4] costs -3 / 5 = -0.6.
    """
    # BEGIN SOLUTION

    def unit(vectors):
        lengths = tf.norm(vectors, axis=axis, keepdims=True)
        return vectors / tf.maximum(lengths, 1e-7)

    def loss(y_true, y_pred):
        return -tf.reduce_sum(unit(y_true) * unit(y_pred), axis=axis)

    return loss
    # END SOLUTION


# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS


# %%
def test_cosine_loss_returns_a_function(cosine_loss):
    """It returns the loss, which Keras calls later."""
    loss = cosine_loss(-1)
    assert loss is not None, (
        "the wrapper returns None: not filled in yet, or is a `return` missing?"
    )
    assert callable(loss), "the wrapper should return the inner function itself, without calling it"


test_cosine_loss_returns_a_function(cosine_loss)


# %%
def test_cosine_loss_costs_what_the_docstring_says(cosine_loss):
    """Only directions count."""
    import tensorflow as tf

    loss = cosine_loss(axis=-1)
    for y_true, y_pred, cost in [
        ([1.0, 0.0], [3.0, 4.0], -0.6),
        ([2.0, 2.0], [0.1, 0.1], -1.0),
        ([1.0, 0.0], [-3.0, 0.0], 1.0),
        ([0.0, 0.0], [1.0, 2.0], 0.0),
    ]:
        found = loss(tf.constant([y_true]), tf.constant([y_pred]))
        assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
        found = float(tf.reduce_mean(found))
        assert abs(found - cost) < 1e-4, (
            f"{y_true} against {y_pred} should cost {cost}, not {found:.6g}"
        )


test_cosine_loss_costs_what_the_docstring_says(cosine_loss)


# %%
def test_cosine_loss_follows_the_axis(cosine_loss):
    """Along axis 0 each column is a vector."""
    import tensorflow as tf

    y_true, y_pred = tf.constant([[1.0, 1.0, 0.0], [0.0, 1.0, 2.0]]), tf.ones((2, 3))
    found = cosine_loss(axis=0)(y_true, y_pred)
    assert tuple(found.shape) == (3,), (
        f"2 rows and 3 columns should give shape (3,), not {found.shape}"
    )
    assert abs(float(found[1]) + 1.0) < 1e-4, (
        f"equal columns should cost -1, not {float(found[1]):.6g}"
    )


test_cosine_loss_follows_the_axis(cosine_loss)


# %%
def test_cosine_loss_trains_a_model(cosine_loss):
    """model.compile and model.fit work with it, and the loss goes down."""
    import keras
    import tensorflow as tf

    tf.get_logger().setLevel("ERROR")  # it warns of models that are made again and again
    keras.utils.set_random_seed(1)
    layer = keras.layers.Dense(2)
    model = keras.Sequential([keras.Input((2,)), layer])
    model.compile(optimizer=keras.optimizers.SGD(0.1), loss=cosine_loss(-1))
    x, y = (
        tf.constant([[0.1, 0.9], [0.8, 0.3], [0.9, 0.1], [0.2, 0.7]]),
        tf.one_hot([0, 1, 1, 0], 2),
    )
    losses = model.fit(x, y, epochs=5, verbose=0).history["loss"]
    assert losses[-1] < losses[0], "five epochs of model.fit should make the loss smaller"


test_cosine_loss_trains_a_model(cosine_loss)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [raw]
# # BEGIN QUESTION
# name: triplet_loss

# %% [raw]
# # BEGIN SOLUTION


# %%
def triplet_loss(margin):
    """The triplet loss: max(|a - p|**2 - |a - n|**2 + margin, 0) for each row of embeddings.

    Args:
        margin: float or int, by how much the negative has to be farther than the positive, in
            squared distances.

    Returns:
        A function of (y_true, y_pred). y_pred is a float32 tensor of shape (n, 3 * d): anchor,
        positive and negative side by side, d numbers each. y_true may be anything. It returns a
        float32 tensor of shape (n,): one loss for each triplet.

    Example:
        With margin 0.5, the row [0, 0,  1, 0,  1, 0.5] costs 1 - 1.25 + 0.5 = 0.25.
    """
    # BEGIN SOLUTION

    def loss(y_true, y_pred):
        anchor, positive, negative = tf.split(y_pred, 3, axis=-1)
        near = tf.reduce_sum(tf.square(anchor - positive), axis=-1)
        far = tf.reduce_sum(tf.square(anchor - negative), axis=-1)
        return tf.maximum(near - far + margin, 0.0)

    return loss
    # END SOLUTION


# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS


# %%
def test_triplet_loss_returns_a_function(triplet_loss):
    """It returns the loss, which Keras calls later."""
    loss = triplet_loss(1.0)
    assert loss is not None, (
        "the wrapper returns None: not filled in yet, or is a `return` missing?"
    )
    assert callable(loss), "the wrapper should return the inner function itself, without calling it"


test_triplet_loss_returns_a_function(triplet_loss)


# %%
def test_triplet_loss_costs_what_the_docstring_says(triplet_loss):
    """A negative that is far enough costs nothing, a nearer one costs what is missing."""
    import tensorflow as tf

    loss = triplet_loss(margin=0.5)
    for y_true, y_pred, cost in [
        ([0.0], [0.0, 0.0, 1.0, 0.0, 1.0, 0.5], 0.25),
        ([0.0], [0.0, 0.0, 1.0, 0.0, 2.0, 0.0], 0.0),
        ([1.0], [0.0, 0.0, 3.0, 0.0, 0.0, 1.0], 8.5),
    ]:
        found = loss(tf.constant([y_true]), tf.constant([y_pred]))
        assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
        found = float(tf.reduce_mean(found))
        assert abs(found - cost) < 1e-4, (
            f"{y_true} against {y_pred} should cost {cost}, not {found:.6g}"
        )


test_triplet_loss_costs_what_the_docstring_says(triplet_loss)


# %%
def test_triplet_loss_gives_a_loss_for_each_example(triplet_loss):
    """One number for each example, not their mean."""
    import tensorflow as tf

    found = triplet_loss(1.0)(tf.ones((4, 1)) / 1, tf.ones((4, 6)) / 6)
    assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
    assert tuple(found.shape) == (4,), (
        f"a batch of 4 examples should give losses of shape (4,), not {tuple(found.shape)}"
    )


test_triplet_loss_gives_a_loss_for_each_example(triplet_loss)


# %%
def test_triplet_loss_trains_a_model(triplet_loss):
    """model.compile and model.fit work with it, and the loss goes down."""
    import keras
    import tensorflow as tf

    tf.get_logger().setLevel("ERROR")  # it warns of models that are made again and again
    keras.utils.set_random_seed(1)
    layer = keras.layers.Dense(6)
    model = keras.Sequential([keras.Input((2,)), layer])
    model.compile(optimizer=keras.optimizers.SGD(0.1), loss=triplet_loss(1.0))
    x, y = tf.constant([[0.1, 0.9], [0.8, 0.3], [0.9, 0.1], [0.2, 0.7]]), tf.zeros((4, 1))
    losses = model.fit(x, y, epochs=5, verbose=0).history["loss"]
    assert losses[-1] < losses[0], "five epochs of model.fit should make the loss smaller"


test_triplet_loss_trains_a_model(triplet_loss)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [raw]
# # BEGIN QUESTION
# name: quadruplet_loss

# %% [raw]
# # BEGIN SOLUTION


# %%
def quadruplet_loss(margin1, margin2):
    """The quadruplet loss of Chen et al. (2017), with squared Euclidean distances.

    max(|a - p|**2 - |a - n|**2 + margin1, 0) + max(|a - p|**2 - |q - n|**2 + margin2, 0) for each
    row of embeddings: the second half compares with two negatives of different classes.

    Args:
        margin1: float or int, by how much the negative has to be farther from the anchor.
        margin2: float or int, by how much the negatives have to be farther from each other; the
            paper makes it the smaller one.

    Returns:
        A function of (y_true, y_pred). y_pred is a float32 tensor of shape (n, 4 * d): anchor,
        positive, negative and second negative side by side, d numbers each. y_true may be
        anything. It returns a float32 tensor of shape (n,): one loss for each quadruplet.

    Example:
        With margins 0.5 and 0.25, the row [0, 0,  1, 0,  1, 0.5,  1, 1.5] costs
        (1 - 1.25 + 0.5) + (1 - 1 + 0.25) = 0.5.
    """
    # BEGIN SOLUTION

    def loss(y_true, y_pred):
        anchor, positive, negative, other = tf.split(y_pred, 4, axis=-1)
        near = tf.reduce_sum(tf.square(anchor - positive), axis=-1)
        far = tf.reduce_sum(tf.square(anchor - negative), axis=-1)
        apart = tf.reduce_sum(tf.square(other - negative), axis=-1)
        return tf.maximum(near - far + margin1, 0.0) + tf.maximum(near - apart + margin2, 0.0)

    return loss
    # END SOLUTION


# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS


# %%
def test_quadruplet_loss_returns_a_function(quadruplet_loss):
    """It returns the loss, which Keras calls later."""
    loss = quadruplet_loss(1.0, 0.5)
    assert loss is not None, (
        "the wrapper returns None: not filled in yet, or is a `return` missing?"
    )
    assert callable(loss), "the wrapper should return the inner function itself, without calling it"


test_quadruplet_loss_returns_a_function(quadruplet_loss)


# %%
def test_quadruplet_loss_costs_what_the_docstring_says(quadruplet_loss):
    """Each half costs what is missing to its margin."""
    import tensorflow as tf

    loss = quadruplet_loss(margin1=0.5, margin2=0.25)
    for y_true, y_pred, cost in [
        ([0.0], [0.0, 0.0, 1.0, 0.0, 1.0, 0.5, 1.0, 1.5], 0.5),
        ([0.0], [0.0, 0.0, 1.0, 0.0, 9.0, 0.0, 9.0, 1.0], 0.25),
        ([1.0], [0.0, 0.0, 1.0, 0.0, 0.0, 1.0, 9.0, 9.0], 0.5),
    ]:
        found = loss(tf.constant([y_true]), tf.constant([y_pred]))
        assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
        found = float(tf.reduce_mean(found))
        assert abs(found - cost) < 1e-4, (
            f"{y_true} against {y_pred} should cost {cost}, not {found:.6g}"
        )


test_quadruplet_loss_costs_what_the_docstring_says(quadruplet_loss)


# %%
def test_quadruplet_loss_gives_a_loss_for_each_example(quadruplet_loss):
    """One number for each example, not their mean."""
    import tensorflow as tf

    found = quadruplet_loss(1.0, 0.5)(tf.ones((4, 1)) / 1, tf.ones((4, 8)) / 8)
    assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
    assert tuple(found.shape) == (4,), (
        f"a batch of 4 examples should give losses of shape (4,), not {tuple(found.shape)}"
    )


test_quadruplet_loss_gives_a_loss_for_each_example(quadruplet_loss)


# %%
def test_quadruplet_loss_trains_a_model(quadruplet_loss):
    """model.compile and model.fit work with it, and the loss goes down."""
    import keras
    import tensorflow as tf

    tf.get_logger().setLevel("ERROR")  # it warns of models that are made again and again
    keras.utils.set_random_seed(1)
    layer = keras.layers.Dense(8)
    model = keras.Sequential([keras.Input((2,)), layer])
    model.compile(optimizer=keras.optimizers.SGD(0.1), loss=quadruplet_loss(1.0, 0.5))
    x, y = tf.constant([[0.1, 0.9], [0.8, 0.3], [0.9, 0.1], [0.2, 0.7]]), tf.zeros((4, 1))
    losses = model.fit(x, y, epochs=5, verbose=0).history["loss"]
    assert losses[-1] < losses[0], "five epochs of model.fit should make the loss smaller"


test_quadruplet_loss_trains_a_model(quadruplet_loss)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [markdown]
# ## Part 5: made for a purpose
#
# With the soft counts $TP = \sum y p$, $FP = \sum (1 - y) p$, $FN = \sum y (1 - p)$ over the **whole batch**,
# the soft F-beta loss is
#
# $$L = 1 - \frac{(1 + \beta^2)\, TP}{(1 + \beta^2)\, TP + \beta^2 FN + FP + \varepsilon}$$
#
# The L1 penalty is no function of labels and predictions, so it is a layer. It returns its inputs
# as they are and adds the loss `factor` $\cdot \sum |x|$ on the way.

# %% [raw]
# # BEGIN QUESTION
# name: fbeta_loss

# %% [raw]
# # BEGIN SOLUTION


# %%
def fbeta_loss(beta):
    """One minus the soft F-beta score of a batch: a single number.

    TP is the sum of y * p, FP of (1 - y) * p and FN of y * (1 - p) over all numbers of the batch;
    the score is (1 + beta**2) * TP / ((1 + beta**2) * TP + beta**2 * FN + FP + 1e-7).

    Args:
        beta: float or int above 0; above 1 missed positives weigh more, below 1 false alarms do.

    Returns:
        A function of (y_true, y_pred), float32 tensors of shape (n, k): labels of 0 and 1, and
        probabilities. It returns a float32 scalar: one loss for the whole batch.

    Example:
        With beta 2, labels [1, 1, 0, 0] and probabilities [1, 0.5, 1, 0]: TP is 1.5, FP is 1, FN
        is 0.5, the score is 7.5 / 10.5, and the loss 0.2857.
    """
    # BEGIN SOLUTION

    def loss(y_true, y_pred):
        hits = tf.reduce_sum(y_true * y_pred)
        false_alarms = tf.reduce_sum((1 - y_true) * y_pred)
        misses = tf.reduce_sum(y_true * (1 - y_pred))
        weighted = (1 + beta**2) * hits
        return 1 - weighted / (weighted + beta**2 * misses + false_alarms + 1e-7)

    return loss
    # END SOLUTION


# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS


# %%
def test_fbeta_loss_returns_a_function(fbeta_loss):
    """It returns the loss, which Keras calls later."""
    loss = fbeta_loss(1.0)
    assert loss is not None, (
        "the wrapper returns None: not filled in yet, or is a `return` missing?"
    )
    assert callable(loss), "the wrapper should return the inner function itself, without calling it"


test_fbeta_loss_returns_a_function(fbeta_loss)


# %%
def test_fbeta_loss_costs_what_the_docstring_says(fbeta_loss):
    """One minus the score, for two kinds of error."""
    import tensorflow as tf

    loss = fbeta_loss(beta=2)
    for y_true, y_pred, cost in [
        ([1.0, 1.0, 0.0, 0.0], [1.0, 0.5, 1.0, 0.0], 0.285714),
        ([1.0, 0.0], [1.0, 0.0], 0.0),
        ([1.0, 0.0], [0.0, 1.0], 1.0),
        ([0.0, 0.0], [0.0, 0.0], 1.0),
    ]:
        found = loss(tf.constant([y_true]), tf.constant([y_pred]))
        assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
        found = float(tf.reduce_mean(found))
        assert abs(found - cost) < 1e-4, (
            f"{y_true} against {y_pred} should cost {cost}, not {found:.6g}"
        )


test_fbeta_loss_costs_what_the_docstring_says(fbeta_loss)


# %%
def test_fbeta_loss_gives_a_single_number(fbeta_loss):
    """One number for the batch: counts of single examples make no score."""
    import tensorflow as tf

    found = fbeta_loss(1.0)(tf.ones((4, 2)), tf.ones((4, 2)) / 2)
    assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
    assert tuple(found.shape) == (), f"a batch should give a scalar, not shape {tuple(found.shape)}"


test_fbeta_loss_gives_a_single_number(fbeta_loss)


# %%
def test_fbeta_loss_trains_a_model(fbeta_loss):
    """model.compile and model.fit work with it, and the loss goes down."""
    import keras
    import tensorflow as tf

    tf.get_logger().setLevel("ERROR")  # it warns of models that are made again and again
    keras.utils.set_random_seed(1)
    layer = keras.layers.Dense(2, activation="sigmoid")
    model = keras.Sequential([keras.Input((2,)), layer])
    model.compile(optimizer=keras.optimizers.SGD(0.1), loss=fbeta_loss(1.0))
    x, y = (
        tf.constant([[0.1, 0.9], [0.8, 0.3], [0.9, 0.1], [0.2, 0.7]]),
        tf.one_hot([0, 1, 1, 0], 2),
    )
    losses = model.fit(x, y, epochs=5, verbose=0).history["loss"]
    assert losses[-1] < losses[0], "five epochs of model.fit should make the loss smaller"


test_fbeta_loss_trains_a_model(fbeta_loss)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [raw]
# # BEGIN QUESTION
# name: L1PenaltyLayer

# %% [raw]
# # BEGIN SOLUTION


# %%
class L1PenaltyLayer(keras.layers.Layer):
    """A layer that returns its inputs as they are and adds a loss: factor * (the sum of |x|).

    Example:
        L1PenaltyLayer(factor=0.1) called with [[1, -2], [3, 0]] returns the same numbers; then its
        `losses` is a list of one number, 0.1 * 6 = 0.6.
    """

    def __init__(self, factor, **kwargs):
        """Set the layer up.

        Args:
            factor: float or int, 0 or more: the weight of the penalty.
            kwargs: what every Keras layer takes, such as `name`; the base class is to get them.
        """
        # BEGIN SOLUTION
        super().__init__(**kwargs)
        self.factor = factor
        # END SOLUTION

    def call(self, inputs):
        """Add the penalty with `self.add_loss`, and return the inputs.

        Args:
            inputs: float32 tensor of any shape.

        Returns:
            The same tensor. The penalty adds up |x| over all of it: a sum, not a mean.
        """
        # BEGIN SOLUTION
        self.add_loss(self.factor * tf.reduce_sum(tf.abs(inputs)))
        return inputs
        # END SOLUTION


# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS


# %%
def test_l1penaltylayer_returns_its_inputs(L1PenaltyLayer):
    """What goes in comes out."""
    import tensorflow as tf

    x = tf.constant([[1.0, -2.0], [3.0, 0.0]])
    found = L1PenaltyLayer(factor=0.1)(x)
    assert found is not None, "`call` returns None: not filled in yet, or is a `return` missing?"
    assert bool(tf.reduce_all(found == x)), "`call` should return its inputs unchanged"


test_l1penaltylayer_returns_its_inputs(L1PenaltyLayer)


# %%
def test_l1penaltylayer_adds_one_loss(L1PenaltyLayer):
    """Calling it makes `losses` a list of one number, the factor times the sum of |x|."""
    import tensorflow as tf

    layer = L1PenaltyLayer(factor=0.1)
    layer(tf.constant([[1.0, -2.0], [3.0, 0.0]]))
    assert len(layer.losses) == 1, (
        f"expected one added loss, found {len(layer.losses)}: self.add_loss"
    )
    found = float(layer.losses[0])
    assert abs(found - 0.6) < 1e-4, (
        f"[[1, -2], [3, 0]] should cost 0.6 at factor 0.1, not {found:.6g}"
    )


test_l1penaltylayer_adds_one_loss(L1PenaltyLayer)


# %%
def test_l1penaltylayer_shrinks_what_it_penalises(L1PenaltyLayer):
    """In a model, fit makes the penalised numbers smaller."""
    import keras
    import tensorflow as tf

    dense = keras.layers.Dense(1, kernel_initializer="ones")
    model = keras.Sequential([keras.Input((1,)), dense, L1PenaltyLayer(factor=1.0)])
    model.compile(optimizer=keras.optimizers.SGD(0.1), loss="mse")
    model.fit(tf.ones((2, 1)), tf.ones((2, 1)), epochs=2, verbose=0)
    weight = float(dense.kernel[0, 0])
    assert weight < 1.0, (
        "the penalty should pull the weight below 1, where the labels alone keep it"
    )


test_l1penaltylayer_shrinks_what_it_penalises(L1PenaltyLayer)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [markdown]
# ## Part 6: the quiz
#
# The questions are in `quiz.md`. An answer is the letter of the option you choose, or several
# letters where several are right: `"B"`, `"AD"`. A guess costs at most its own question.

# %% [raw]
# # BEGIN QUESTION
# name: quiz_answers

# %% [raw]
# # BEGIN SOLUTION

# %%
quiz_answers = {
    # QUIZ
}

# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS


# %%
def test_quiz_answers_are_letters(quiz_answers):
    """Every question has an answer, written as letters. Whether it is right shows when it is graded."""
    assert isinstance(quiz_answers, dict), "quiz_answers should be a dictionary"
    for question, answer in quiz_answers.items():
        assert answer, f"{question} has no answer yet"
        assert set(answer) <= set("ABCDEFGH"), f"{question}: answer with letters, as in 'B' or 'AD'"


# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [markdown]
# ## Try it
#
# This cell is yours. Compare a loss with Keras's own, for instance:

# %%
if __name__ == "__main__":
    y_true, y_pred = tf.constant([[0.0, 1.0, 5.0]]), tf.constant([[0.5, 1.0, 2.0]])
    # print(mae_loss(y_true, y_pred), keras.losses.mean_absolute_error(y_true, y_pred))
    # print(HuberLoss(delta=2.0)(y_true, y_pred), keras.losses.Huber(delta=2.0)(y_true, y_pred))
