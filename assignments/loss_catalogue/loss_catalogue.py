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
    ...


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
    ...


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
    ...


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
    ...


# %% [markdown]
# ## Part 3: numbers
#
# With the error $e$ = `y_true - y_pred`, one number costs
#
# $$|e|, \qquad \log \cosh e = \log \frac{\exp(e) + \exp(-e)}{2}, \qquad
# \begin{cases} \tfrac{1}{2} e^2 & \text{if } |e| \le \delta \\ \delta |e| - \tfrac{1}{2} \delta^2 & \text{otherwise} \end{cases}$$
#
# under mean absolute error, log-cosh and Huber. An example costs the mean of its numbers.

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
    ...


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
    ...


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
        ...

    def call(self, y_true, y_pred):
        """The loss of each example; how they become one number is the base class's business.

        Args:
            y_true: float32 tensor of shape (n, k), the labels.
            y_pred: float32 tensor of shape (n, k), the predictions.

        Returns:
            float32 tensor of shape (n,): one loss for each example.
        """
        ...


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
    ...


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
    ...


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
    ...


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
    ...


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
        ...

    def call(self, inputs):
        """Add the penalty with `self.add_loss`, and return the inputs.

        Args:
            inputs: float32 tensor of any shape.

        Returns:
            The same tensor. The penalty adds up |x| over all of it: a sum, not a mean.
        """
        ...


# %% [markdown]
# ## Part 6: the quiz
#
# The questions are in `quiz.md`. An answer is the letter of the option you choose, or several
# letters where several are right: `"B"`, `"AD"`. A guess costs at most its own question.

# %%
quiz_answers = {
    "q1": "",
    "q2": "",
    "q3": "",
    "q4": "",
    "q5": "",
    "q6": "",
    "q7": "",
    "q8": "",
    "q9": "",
    "q10": "",
    "q11": "",
    "q12": "",
}

# %% [markdown]
# ## Try it
#
# This cell is yours. Compare a loss with Keras's own, for instance:

# %%
if __name__ == "__main__":
    y_true, y_pred = tf.constant([[0.0, 1.0, 5.0]]), tf.constant([[0.5, 1.0, 2.0]])
    # print(mae_loss(y_true, y_pred), keras.losses.mean_absolute_error(y_true, y_pred))
    # print(HuberLoss(delta=2.0)(y_true, y_pred), keras.losses.Huber(delta=2.0)(y_true, y_pred))
