# %% [markdown]
# # A Siamese network that learns
#
# Are two pictures of the same digit? You will build a network that answers with a distance, and
# train it with your own contrastive loss. `README.md` explains the ideas. Hand in this one file.
# It has to run from top to bottom. While it is graded, a training of a cell's own is stopped after
# 2 seconds, which costs nothing.
#
# Throughout, `n` is a number of pairs, images are 8 by 8 numbers from 0 to 1, and Y is
# **1 for two images of the same digit, 0 for images of different ones**.

# %%
import keras
import numpy as np
import tensorflow as tf

# %% [markdown]
# This is given. You may change all of it but the threshold: graders call pairs similar that are
# nearer than 1/2, and a margin of 1 goes with that.

# %%
MARGIN, THRESHOLD = 1.0, 0.5
EPOCHS, BATCH_SIZE, LEARNING_RATE = 10, 64, 0.003


def build_encoder(embedding_size=16):
    """A network that turns an image (8, 8) into an embedding of that many numbers."""
    return keras.Sequential(
        [
            keras.Input((8, 8)),
            keras.layers.Flatten(),
            keras.layers.Dense(64, activation="relu"),
            keras.layers.Dense(embedding_size),
        ]
    )


# %% [markdown]
# ## Part 1: pairs


# %%
def make_pairs(images, labels, seed):
    """Two pairs for each image: one with another image of its digit, one with another digit.

    Args:
        images: float32 array (m, 8, 8).
        labels: int array (m,), the digit on each image. Whatever labels there are, each stands
            at two images at least, and there are two labels at least.
        seed: int. The same seed gives the same pairs in the same order, another seed others.

    Returns:
        (left, right, y): float32 arrays (2m, 8, 8), (2m, 8, 8) and (2m, 1). In row k,
        y is 1 if left[k] and right[k] show the same digit, and 0 if not. Every image is left
        in exactly one pair of either kind. Its partner is drawn at random and is never the
        image itself. The pairs of both kinds are mixed, in random order.

    Example:
        Three images of a 4 and three of a 7 make twelve pairs, six of them with y = 1.
    """
    ...


# %% [markdown]
# ## Part 2: a distance


# %%
def euclidean_distance(one, other):
    """The Euclidean distance of each row of ``one`` to the same row of ``other``.

    The square root of the sum of (one - other)**2 over the columns.

    Args:
        one, other: float32 tensors (n, k): embeddings.

    Returns:
        float32 tensor (n, 1). Where two rows are equal it is 0 (at most 0.002), and the gradient
        there is a finite number: the square root alone has none.

    Example:
        The rows (3, 0) and (0, 4) are 5 apart.
    """
    ...


# %% [markdown]
# ## Part 3: the contrastive loss
#
# $$L = \text{mean of } Y D^2 + (1 - Y) \max(\text{margin} - D, 0)^2$$


# %%
class ContrastiveLoss(keras.losses.Loss):
    """The contrastive loss.

    Args:
        margin: float or int above 0; dissimilar pairs farther apart than that cost nothing.

    It needs two methods. `__init__(self, margin)` keeps the margin. `call(self, y_true, y_pred)`
    gets Y and D, float32 tensors of the same shape, and returns the mean over the batch, or one
    cost for each pair: Keras takes the mean then.

    Example:
        With margin 1 a similar pair at 0.5 costs 0.25, a dissimilar one at 0.2 costs 0.64.
    """

    ...


# %% [markdown]
# ## Part 4: one encoder, used twice


# %%
def build_siamese(encoder, distance):
    """A model of two images that answers with the distance of their embeddings.

    Args:
        encoder: a keras model, (n, 8, 8) to (n, k). Both images go through this very model: it
            is neither copied nor built again.
        distance: a function of two tensors (n, k), as `euclidean_distance` is, that returns one
            of shape (n, 1).

    Returns:
        A keras model. Given [left, right], two batches of images (n, 8, 8), it returns
        distance(embeddings of left, embeddings of right). It has no weights but the encoder's,
        and training it trains the encoder.
    """
    ...


# %% [markdown]
# ## Part 5: how good is it?


# %%
def pair_accuracy(y, distances, threshold):
    """The share of pairs that are told rightly: a pair nearer than the threshold is called similar.

    No pair is exactly at the threshold.

    Args:
        y: array (n, 1) or (n,), 1 for a similar pair, 0 for a dissimilar one.
        distances: array (n, 1) or (n,), perhaps of the other of the two shapes.
        threshold: float above 0.

    Returns:
        A single number from 0 to 1.

    Example:
        With the threshold 0.5, a similar pair at 0.3 and dissimilar ones at 0.4 and 2 make 2/3.
    """
    ...


# %%
def separation(embeddings, labels):
    """The mean distance of embeddings of different digits, divided by that of equal digits.

    Over all pairs of two different rows, with the Euclidean distance. 1 says that the embedding
    knows nothing of the digits; the larger, the better.

    Args:
        embeddings: float32 array (m, k).
        labels: int array (m,), the digit of each row.

    Returns:
        A single number.

    Example:
        The rows 0 and 1 of one digit and 4 of another: different digits are 4 and 3 apart,
        equal ones 1, which makes 3.5.
    """
    ...


# %% [markdown]
# ## Part 6: training


# %%
def train_siamese(siamese, left, right, y):
    """Compile and fit the model that it is given, with your ContrastiveLoss.

    Afterwards similar pairs should be nearer than THRESHOLD, and dissimilar ones farther apart,
    also for images that it has never seen.

    Args:
        siamese: what `build_siamese` returns, not compiled yet.
        left, right: float32 arrays (n, 8, 8), the images of each pair.
        y: float32 array (n, 1).

    Returns:
        Nothing; the model has learned.
    """
    ...


# %% [markdown]
# ## Try it
#
# This cell is yours. It puts all parts together, with digits that scikit-learn brings along:
# 1000 images to learn from, the others to be judged by. Expect an accuracy of about 0.93
# and a separation of about 3.2.

# %%
if __name__ == "__main__":
    from sklearn.datasets import load_digits

    bundled = load_digits()
    digits, names = bundled.images.astype("float32") / 16, bundled.target
    order = np.random.default_rng(0).permutation(len(digits))
    digits, names = digits[order], names[order]
    # encoder = build_encoder()
    # siamese = build_siamese(encoder, euclidean_distance)
    # train_siamese(siamese, *make_pairs(digits[:1000], names[:1000], seed=0))
    # left, right, y = make_pairs(digits[1000:], names[1000:], seed=1)
    # print(pair_accuracy(y, siamese.predict([left, right], verbose=0), THRESHOLD))
    # print(separation(encoder.predict(digits[1000:], verbose=0), names[1000:]))
