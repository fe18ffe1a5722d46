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
    ...


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
    ...


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
        ...

    def call(self, y_true, y_pred):
        """The loss, element by element.

        Args:
            y_true: float32 tensor, the labels.
            y_pred: float32 tensor of the same shape, the predictions.

        Returns:
            float32 tensor of that shape: one loss for each element, not their mean.
        """
        ...


# %% [markdown]
# ## Part 2: the contrastive loss
#
# For a pair of inputs at distance $D$, with $Y = 1$ if the two are similar and $Y = 0$ if not:
#
# $$L = Y \cdot D^2 + (1 - Y) \cdot \max(\text{margin} - D,\, 0)^2$$
#
# and the mean of it over the batch. `y_true` holds $Y$, `y_pred` holds $D$.


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
    ...


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
    ...


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
        ...

    def call(self, y_true, y_pred):
        """The loss of the batch.

        Args:
            y_true: float32 tensor, Y: 1 for a similar pair, 0 for a dissimilar one.
            y_pred: float32 tensor of the same shape, D: the distance of each pair, at least 0.

        Returns:
            float32 tensor of shape (): the mean over the batch.
        """
        ...


# %% [markdown]
# ## Part 3: the quiz
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
    "q13": "",
    "q14": "",
    "q15": "",
    "q16": "",
    "q17": "",
    "q18": "",
    "q19": "",
    "q20": "",
    "q21": "",
    "q22": "",
    "q23": "",
    "q24": "",
    "q25": "",
}


# %% [markdown]
# ## Try it
#
# This cell is yours. A loss is worth nothing until a model has learned with it:

# %%
if __name__ == "__main__":
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    # model.compile(optimizer="sgd", loss=MyHuberLoss(threshold=1.0))
    # model.fit(tf.constant([[0.0], [1.0], [2.0]]), tf.constant([[1.0], [3.0], [5.0]]), epochs=5)
