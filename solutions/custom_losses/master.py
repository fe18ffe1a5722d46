# %% [raw]
# # ASSIGNMENT CONFIG
# export_cell:
#   pdf: false
#   run_tests: false
# tests:
#   ok_format: false

# %% [markdown]
# # Custom losses
#
# Fill in the six losses and the quiz below. `README.md` explains the ideas, `quiz.md` holds the
# questions. Hand in this one file. It has to run from top to bottom, so keep it tidy: training
# a model here is welcome, but each cell gets only a few seconds when it is graded.
#
# Inputs are `float32` tensors. `y_true` and `y_pred` have the same shape, `(n,)`, `(n, 1)` or
# `(n, k)`, where `n` is the size of the batch.

# %%
import keras
import tensorflow as tf
from keras.losses import Loss

# %% [markdown]
# ## Part 1: the Huber loss
#
# With the error $e = y_\text{true} - y_\text{pred}$ and the threshold $t$:
#
# $$L(e) = \begin{cases} \tfrac{1}{2} e^2 & \text{if } |e| \le t \\ t \left(|e| - \tfrac{1}{2} t\right) & \text{otherwise} \end{cases}$$


# %% [raw]
# # BEGIN QUESTION
# name: my_huber_loss

# %% [raw]
# # BEGIN SOLUTION


# %%
def my_huber_loss(y_true, y_pred):
    """The Huber loss with threshold 1, element by element.

    0.5 * e**2 where |e| <= 1, and |e| - 0.5 elsewhere, with e = y_true - y_pred.

    Args:
        y_true: float32 tensor, the labels.
        y_pred: float32 tensor of the same shape, the predictions.

    Returns:
        float32 tensor of that shape: one loss for each element, not their mean.

    Example:
        An error of 3 costs 3 - 0.5 = 2.5; an error of -0.4 costs 0.5 * 0.16 = 0.08.
    """
    # BEGIN SOLUTION
    threshold = 1.0
    error = y_true - y_pred
    size = tf.abs(error)
    quadratic = 0.5 * tf.square(error)
    linear = threshold * (size - 0.5 * threshold)
    return tf.where(size <= threshold, quadratic, linear)
    # END SOLUTION


# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS


# %%
def test_my_huber_loss_costs_what_the_docstring_says(my_huber_loss):
    """Half the square of a small error; a large one costs its size, less a half."""
    import tensorflow as tf

    loss = my_huber_loss
    for error, cost in [(0.4, 0.08), (-0.4, 0.08), (3.0, 2.5), (-3.0, 2.5), (0.0, 0.0)]:
        found = loss(tf.constant([[error]]), tf.constant([[0.0]]))
        assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
        found = float(tf.reduce_mean(found))
        assert abs(found - cost) < 1e-5, f"an error of {error} should cost {cost}, not {found:.4g}"


test_my_huber_loss_costs_what_the_docstring_says(my_huber_loss)


# %%
def test_my_huber_loss_gives_a_loss_for_each_element(my_huber_loss):
    """One number for each element, not their mean."""
    import tensorflow as tf

    y_true, y_pred = tf.constant([[1.0, 2.0], [3.0, 4.0]]), tf.constant([[1.5, 2.0], [0.0, 4.2]])
    found = my_huber_loss(y_true, y_pred)
    assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
    assert tuple(found.shape) == (2, 2), (
        f"a batch of shape (2, 2) should give losses of shape (2, 2), not {tuple(found.shape)}"
    )


test_my_huber_loss_gives_a_loss_for_each_element(my_huber_loss)


# %%
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


test_my_huber_loss_trains_a_model(my_huber_loss)


# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [raw]
# # BEGIN QUESTION
# name: my_huber_loss_with_threshold

# %% [raw]
# # BEGIN SOLUTION


# %%
def my_huber_loss_with_threshold(threshold):
    """A Huber loss with the threshold of your choice, for `model.compile(loss=...)`.

    0.5 * e**2 where |e| <= threshold, and threshold * (|e| - 0.5 * threshold) elsewhere.

    Args:
        threshold: float or int above 0, where the loss turns from a parabola into a line.

    Returns:
        A function of (y_true, y_pred), float32 tensors of the same shape, that returns a
        float32 tensor of that shape: one loss for each element.

    Example:
        my_huber_loss_with_threshold(2.0) makes an error of 3 cost 2 * (3 - 1) = 4.
    """
    # BEGIN SOLUTION

    def loss(y_true, y_pred):
        error = y_true - y_pred
        size = tf.abs(error)
        quadratic = 0.5 * tf.square(error)
        linear = threshold * (size - 0.5 * threshold)
        return tf.where(size <= threshold, quadratic, linear)

    return loss
    # END SOLUTION


# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS


# %%
def test_my_huber_loss_with_threshold_returns_a_function(my_huber_loss_with_threshold):
    """It returns the loss, which Keras calls later."""
    loss = my_huber_loss_with_threshold(2.0)
    assert loss is not None, (
        "the wrapper returns None: not filled in yet, or is a `return` missing?"
    )
    assert callable(loss), "the wrapper should return the inner function itself, without calling it"


test_my_huber_loss_with_threshold_returns_a_function(my_huber_loss_with_threshold)


# %%
def test_my_huber_loss_with_threshold_turns_at_the_threshold(my_huber_loss_with_threshold):
    """With threshold 2, errors up to 2 cost half their square."""
    import tensorflow as tf

    loss = my_huber_loss_with_threshold(threshold=2.0)
    for error, cost in [(1.0, 0.5), (-1.0, 0.5), (3.0, 4.0), (-3.0, 4.0)]:
        found = loss(tf.constant([[error]]), tf.constant([[0.0]]))
        assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
        found = float(tf.reduce_mean(found))
        assert abs(found - cost) < 1e-5, f"an error of {error} should cost {cost}, not {found:.4g}"


test_my_huber_loss_with_threshold_turns_at_the_threshold(my_huber_loss_with_threshold)


# %%
def test_my_huber_loss_with_threshold_keeps_two_losses_apart(my_huber_loss_with_threshold):
    """Two losses with different thresholds, alive at once."""
    import tensorflow as tf

    wide, narrow = my_huber_loss_with_threshold(2.0), my_huber_loss_with_threshold(0.5)
    for loss, threshold, cost in [(wide, 2.0, 4.0), (narrow, 0.5, 1.375)]:
        found = float(tf.reduce_mean(loss(tf.constant([[3.0]]), tf.constant([[0.0]]))))
        assert abs(found - cost) < 1e-5, (
            f"with threshold {threshold} an error of 3.0 should cost {cost}, not {found:.4g}"
        )


test_my_huber_loss_with_threshold_keeps_two_losses_apart(my_huber_loss_with_threshold)


# %%
def test_my_huber_loss_with_threshold_gives_a_loss_for_each_element(my_huber_loss_with_threshold):
    """One number for each element, not their mean."""
    import tensorflow as tf

    y_true, y_pred = tf.constant([[1.0, 2.0], [3.0, 4.0]]), tf.constant([[1.5, 2.0], [0.0, 4.2]])
    found = my_huber_loss_with_threshold(1.0)(y_true, y_pred)
    assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
    assert tuple(found.shape) == (2, 2), (
        f"a batch of shape (2, 2) should give losses of shape (2, 2), not {tuple(found.shape)}"
    )


test_my_huber_loss_with_threshold_gives_a_loss_for_each_element(my_huber_loss_with_threshold)


# %%
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


test_my_huber_loss_with_threshold_trains_a_model(my_huber_loss_with_threshold)


# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [raw]
# # BEGIN QUESTION
# name: MyHuberLoss

# %% [raw]
# # BEGIN SOLUTION


# %%
class MyHuberLoss(Loss):
    """The Huber loss as a class: an object of it goes into `model.compile(loss=...)`.

    0.5 * e**2 where |e| <= threshold, and threshold * (|e| - 0.5 * threshold) elsewhere.

    Example:
        MyHuberLoss(threshold=2.0).call of an error of 3 is 2 * (3 - 1) = 4.
    """

    def __init__(self, threshold):
        """Set the loss up.

        Args:
            threshold: float or int above 0, where the loss turns from a parabola into a line.
        """
        # BEGIN SOLUTION
        super().__init__()
        self.threshold = threshold
        # END SOLUTION

    def call(self, y_true, y_pred):
        """The loss, element by element.

        Args:
            y_true: float32 tensor, the labels.
            y_pred: float32 tensor of the same shape, the predictions.

        Returns:
            float32 tensor of that shape: one loss for each element, not their mean.
        """
        # BEGIN SOLUTION
        error = y_true - y_pred
        size = tf.abs(error)
        quadratic = 0.5 * tf.square(error)
        linear = self.threshold * (size - 0.5 * self.threshold)
        return tf.where(size <= self.threshold, quadratic, linear)
        # END SOLUTION


# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS


# %%
def test_myhuberloss_is_a_keras_loss(MyHuberLoss):
    """It is a subclass of keras.losses.Loss, set up by Keras."""
    import keras

    assert isinstance(MyHuberLoss, type), "MyHuberLoss should be a class"
    assert issubclass(MyHuberLoss, keras.losses.Loss), (
        "MyHuberLoss should be a subclass of keras.losses.Loss"
    )
    loss = MyHuberLoss(threshold=1.0)
    assert hasattr(loss, "name"), "the object was never set up by Keras: call super().__init__()"


test_myhuberloss_is_a_keras_loss(MyHuberLoss)


# %%
def test_myhuberloss_turns_at_the_threshold(MyHuberLoss):
    """With threshold 2, errors up to 2 cost half their square."""
    import tensorflow as tf

    loss = MyHuberLoss(threshold=2.0)
    for error, cost in [(1.0, 0.5), (-1.0, 0.5), (3.0, 4.0), (-3.0, 4.0)]:
        found = loss(tf.constant([[error]]), tf.constant([[0.0]]))
        assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
        found = float(tf.reduce_mean(found))
        assert abs(found - cost) < 1e-5, f"an error of {error} should cost {cost}, not {found:.4g}"


test_myhuberloss_turns_at_the_threshold(MyHuberLoss)


# %%
def test_myhuberloss_keeps_two_losses_apart(MyHuberLoss):
    """Two losses with different thresholds, alive at once."""
    import tensorflow as tf

    wide, narrow = MyHuberLoss(2.0), MyHuberLoss(0.5)
    for loss, threshold, cost in [(wide, 2.0, 4.0), (narrow, 0.5, 1.375)]:
        found = float(tf.reduce_mean(loss(tf.constant([[3.0]]), tf.constant([[0.0]]))))
        assert abs(found - cost) < 1e-5, (
            f"with threshold {threshold} an error of 3.0 should cost {cost}, not {found:.4g}"
        )


test_myhuberloss_keeps_two_losses_apart(MyHuberLoss)


# %%
def test_myhuberloss_call_gives_a_loss_for_each_element(MyHuberLoss):
    """`call` returns one number for each element; the mean is Keras's."""
    import tensorflow as tf

    y_true, y_pred = tf.constant([[1.0, 2.0], [3.0, 4.0]]), tf.constant([[1.5, 2.0], [0.0, 4.2]])
    found = MyHuberLoss(1.0).call(y_true, y_pred)
    assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
    assert tuple(found.shape) == (2, 2), (
        f"a batch of shape (2, 2) should give losses of shape (2, 2), not {tuple(found.shape)}"
    )


test_myhuberloss_call_gives_a_loss_for_each_element(MyHuberLoss)


# %%
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


test_myhuberloss_trains_a_model(MyHuberLoss)


# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [markdown]
# ## Part 2: the contrastive loss
#
# For a pair of inputs at distance $D$, with $Y = 1$ if the two are similar and $Y = 0$ if not:
#
# $$L = Y \cdot D^2 + (1 - Y) \cdot \max(\text{margin} - D,\, 0)^2$$
#
# and the mean of it over the batch. `y_true` holds $Y$, `y_pred` holds $D$.


# %% [raw]
# # BEGIN QUESTION
# name: contrastive_loss

# %% [raw]
# # BEGIN SOLUTION


# %%
def contrastive_loss(y_true, y_pred):
    """The contrastive loss with margin 1: a single number for the batch.

    The mean of Y * D**2 + (1 - Y) * max(1 - D, 0)**2.

    Args:
        y_true: float32 tensor, Y: 1 for a similar pair, 0 for a dissimilar one.
        y_pred: float32 tensor of the same shape, D: the distance of each pair, at least 0.

    Returns:
        float32 tensor of shape (): the mean over the batch.

    Example:
        A similar pair at 0.5 costs 0.25, a dissimilar one at 0.2 costs 0.64; the batch of the
        two costs 0.445.
    """
    # BEGIN SOLUTION
    margin = 1.0
    similar = y_true * tf.square(y_pred)
    dissimilar = (1.0 - y_true) * tf.square(tf.maximum(margin - y_pred, 0.0))
    return tf.reduce_mean(similar + dissimilar)
    # END SOLUTION


# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS


# %%
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


test_contrastive_loss_costs_what_the_docstring_says(contrastive_loss)


# %%
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


test_contrastive_loss_gives_the_mean_of_the_batch(contrastive_loss)


# %%
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


test_contrastive_loss_trains_a_model(contrastive_loss)


# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [raw]
# # BEGIN QUESTION
# name: contrastive_loss_with_margin

# %% [raw]
# # BEGIN SOLUTION


# %%
def contrastive_loss_with_margin(margin):
    """A contrastive loss with the margin of your choice, for `model.compile(loss=...)`.

    The mean of Y * D**2 + (1 - Y) * max(margin - D, 0)**2.

    Args:
        margin: float or int above 0, the distance from which a dissimilar pair costs nothing.

    Returns:
        A function of (y_true, y_pred), float32 tensors of the same shape, that returns a
        float32 tensor of shape (): the mean over the batch.

    Example:
        contrastive_loss_with_margin(2.0) makes a dissimilar pair at 0.5 cost 1.5**2 = 2.25.
    """
    # BEGIN SOLUTION

    def loss(y_true, y_pred):
        similar = y_true * tf.square(y_pred)
        dissimilar = (1.0 - y_true) * tf.square(tf.maximum(margin - y_pred, 0.0))
        return tf.reduce_mean(similar + dissimilar)

    return loss
    # END SOLUTION


# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS


# %%
def test_contrastive_loss_with_margin_returns_a_function(contrastive_loss_with_margin):
    """It returns the loss, which Keras calls later."""
    loss = contrastive_loss_with_margin(2.0)
    assert loss is not None, (
        "the wrapper returns None: not filled in yet, or is a `return` missing?"
    )
    assert callable(loss), "the wrapper should return the inner function itself, without calling it"


test_contrastive_loss_with_margin_returns_a_function(contrastive_loss_with_margin)


# %%
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


test_contrastive_loss_with_margin_ends_at_the_margin(contrastive_loss_with_margin)


# %%
def test_contrastive_loss_with_margin_keeps_two_losses_apart(contrastive_loss_with_margin):
    """Two losses with different margins, alive at once."""
    import tensorflow as tf

    wide, narrow = contrastive_loss_with_margin(2.0), contrastive_loss_with_margin(0.5)
    for loss, margin, cost in [(wide, 2.0, 3.24), (narrow, 0.5, 0.09)]:
        found = float(tf.reduce_mean(loss(tf.constant([[0.0]]), tf.constant([[0.2]]))))
        assert abs(found - cost) < 1e-5, (
            f"with margin {margin} a dissimilar pair at 0.2 should cost {cost}, not {found:.4g}"
        )


test_contrastive_loss_with_margin_keeps_two_losses_apart(contrastive_loss_with_margin)


# %%
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


test_contrastive_loss_with_margin_gives_the_mean_of_the_batch(contrastive_loss_with_margin)


# %%
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


test_contrastive_loss_with_margin_trains_a_model(contrastive_loss_with_margin)


# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [raw]
# # BEGIN QUESTION
# name: ContrastiveLoss

# %% [raw]
# # BEGIN SOLUTION


# %%
class ContrastiveLoss(Loss):
    """The contrastive loss as a class: an object of it goes into `model.compile(loss=...)`.

    The mean of Y * D**2 + (1 - Y) * max(margin - D, 0)**2.

    Example:
        ContrastiveLoss(margin=2.0).call of one dissimilar pair at 0.5 is 1.5**2 = 2.25.
    """

    def __init__(self, margin):
        """Set the loss up.

        Args:
            margin: float or int above 0, the distance from which a dissimilar pair is free.
        """
        # BEGIN SOLUTION
        super().__init__()
        self.margin = margin
        # END SOLUTION

    def call(self, y_true, y_pred):
        """The loss of the batch.

        Args:
            y_true: float32 tensor, Y: 1 for a similar pair, 0 for a dissimilar one.
            y_pred: float32 tensor of the same shape, D: the distance of each pair, at least 0.

        Returns:
            float32 tensor of shape (): the mean over the batch.
        """
        # BEGIN SOLUTION
        similar = y_true * tf.square(y_pred)
        dissimilar = (1.0 - y_true) * tf.square(tf.maximum(self.margin - y_pred, 0.0))
        return tf.reduce_mean(similar + dissimilar)
        # END SOLUTION


# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS


# %%
def test_contrastiveloss_is_a_keras_loss(ContrastiveLoss):
    """It is a subclass of keras.losses.Loss, set up by Keras."""
    import keras

    assert isinstance(ContrastiveLoss, type), "ContrastiveLoss should be a class"
    assert issubclass(ContrastiveLoss, keras.losses.Loss), (
        "ContrastiveLoss should be a subclass of keras.losses.Loss"
    )
    loss = ContrastiveLoss(margin=1.0)
    assert hasattr(loss, "name"), "the object was never set up by Keras: call super().__init__()"


test_contrastiveloss_is_a_keras_loss(ContrastiveLoss)


# %%
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


test_contrastiveloss_ends_at_the_margin(ContrastiveLoss)


# %%
def test_contrastiveloss_keeps_two_losses_apart(ContrastiveLoss):
    """Two losses with different margins, alive at once."""
    import tensorflow as tf

    wide, narrow = ContrastiveLoss(2.0), ContrastiveLoss(0.5)
    for loss, margin, cost in [(wide, 2.0, 3.24), (narrow, 0.5, 0.09)]:
        found = float(tf.reduce_mean(loss(tf.constant([[0.0]]), tf.constant([[0.2]]))))
        assert abs(found - cost) < 1e-5, (
            f"with margin {margin} a dissimilar pair at 0.2 should cost {cost}, not {found:.4g}"
        )


test_contrastiveloss_keeps_two_losses_apart(ContrastiveLoss)


# %%
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


test_contrastiveloss_call_gives_the_mean_of_the_batch(ContrastiveLoss)


# %%
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


test_contrastiveloss_trains_a_model(ContrastiveLoss)


# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [markdown]
# ## Part 3: the quiz
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
# This cell is yours. A loss is worth nothing until a model has learned with it:

# %%
if __name__ == "__main__":
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    # model.compile(optimizer="sgd", loss=MyHuberLoss(threshold=1.0))
    # model.fit(tf.constant([[0.0], [1.0], [2.0]]), tf.constant([[1.0], [3.0], [5.0]]), epochs=5)
