# %% [raw]
# # ASSIGNMENT CONFIG
# export_cell:
#   pdf: false
#   run_tests: false
# tests:
#   ok_format: false

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


# %% [raw]
# # BEGIN QUESTION
# name: make_pairs

# %% [raw]
# # BEGIN SOLUTION


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
    # BEGIN SOLUTION
    rng = np.random.default_rng(seed)
    count = len(images)
    same, other = np.zeros(count, int), np.zeros(count, int)
    for index in range(count):
        is_same = labels == labels[index]
        other[index] = rng.choice(np.flatnonzero(~is_same))
        is_same[index] = False
        same[index] = rng.choice(np.flatnonzero(is_same))
    order = rng.permutation(2 * count)
    left = np.concatenate([images, images])[order]
    right = np.concatenate([images[same], images[other]])[order]
    y = np.repeat(np.float32([[1], [0]]), count, axis=0)[order]
    return left, right, y
    # END SOLUTION


# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS


# %%
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


test_make_pairs_makes_twice_as_many_pairs_as_images(make_pairs)


# %%
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


test_make_pairs_labels_each_pair_rightly(make_pairs)


# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [markdown]
# ## Part 2: a distance


# %% [raw]
# # BEGIN QUESTION
# name: euclidean_distance

# %% [raw]
# # BEGIN SOLUTION


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
    # BEGIN SOLUTION
    squares = tf.reduce_sum(tf.square(one - other), axis=1, keepdims=True)
    return tf.sqrt(tf.maximum(squares, keras.config.epsilon()))
    # END SOLUTION


# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS


# %%
def test_euclidean_distance_is_that_of_each_row(euclidean_distance):
    """One distance for each row, below each other."""
    import numpy as np
    import tensorflow as tf

    one = tf.constant([[3.0, 0.0], [1.0, 1.0]])
    found = euclidean_distance(one, tf.constant([[0.0, 4.0], [1.0, 3.0]]))
    assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
    assert tuple(found.shape) == (2, 1), f"expected the shape (2, 1), not {tuple(found.shape)}"
    assert np.allclose(found, [[5.0], [2.0]], atol=1e-4), f"expected 5 and 2, not {found.numpy()}"


test_euclidean_distance_is_that_of_each_row(euclidean_distance)


# %%
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


test_euclidean_distance_has_a_gradient_at_zero(euclidean_distance)


# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [markdown]
# ## Part 3: the contrastive loss
#
# $$L = \text{mean of } Y D^2 + (1 - Y) \max(\text{margin} - D, 0)^2$$


# %% [raw]
# # BEGIN QUESTION
# name: ContrastiveLoss

# %% [raw]
# # BEGIN SOLUTION


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

    # BEGIN SOLUTION
    def __init__(self, margin):
        super().__init__()
        self.margin = margin

    def call(self, y_true, y_pred):
        similar = y_true * tf.square(y_pred)
        dissimilar = (1.0 - y_true) * tf.square(tf.maximum(self.margin - y_pred, 0.0))
        return tf.reduce_mean(similar + dissimilar)

    # END SOLUTION


# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS


# %%
def test_contrastiveloss_costs_what_the_docstring_says(ContrastiveLoss):
    """Similar pairs cost by their distance, dissimilar ones by what lacks to the margin."""
    import tensorflow as tf

    for margin, y, distance, cost in [(1, 1, 0.5, 0.25), (1, 0, 0.2, 0.64), (2, 0, 0.5, 2.25)]:
        found = ContrastiveLoss(margin)(tf.constant([[float(y)]]), tf.constant([[distance]]))
        pair = "a similar pair" if y else "a dissimilar pair"
        assert abs(float(found) - cost) < 1e-5, (
            f"with margin {margin}, {pair} at {distance} should cost {cost}, not {found:.4g}"
        )


test_contrastiveloss_costs_what_the_docstring_says(ContrastiveLoss)


# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [markdown]
# ## Part 4: one encoder, used twice


# %% [raw]
# # BEGIN QUESTION
# name: build_siamese

# %% [raw]
# # BEGIN SOLUTION


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
    # BEGIN SOLUTION
    left, right = keras.Input((8, 8)), keras.Input((8, 8))
    apart = keras.layers.Lambda(lambda pair: distance(*pair))
    return keras.Model([left, right], apart([encoder(left), encoder(right)]))
    # END SOLUTION


# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS


# %%
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


test_build_siamese_answers_with_the_distance_of_the_embeddings(build_siamese)


# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [markdown]
# ## Part 5: how good is it?


# %% [raw]
# # BEGIN QUESTION
# name: pair_accuracy

# %% [raw]
# # BEGIN SOLUTION


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
    # BEGIN SOLUTION
    is_called_similar = np.ravel(distances) < threshold
    return np.mean(is_called_similar == np.ravel(y))
    # END SOLUTION


# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS


# %%
def test_pair_accuracy_is_the_share_of_right_answers(pair_accuracy):
    """Two of three pairs are told rightly."""
    import numpy as np

    y, distances = np.array([[1.0], [0.0], [0.0]]), np.array([[0.3], [0.4], [2.0]])
    found = pair_accuracy(y, distances, 0.5)
    assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
    assert abs(float(found) - 2 / 3) < 1e-6, f"expected two thirds, not {float(found):.4g}"


test_pair_accuracy_is_the_share_of_right_answers(pair_accuracy)


# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION


# %% [raw]
# # BEGIN QUESTION
# name: separation

# %% [raw]
# # BEGIN SOLUTION


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
    # BEGIN SOLUTION
    gaps = embeddings[:, None] - embeddings[None]
    distances = np.sqrt(np.sum(np.square(gaps), axis=2))
    is_same = labels[:, None] == labels[None]
    is_itself = np.eye(len(labels), dtype=bool)
    return np.mean(distances[~is_same]) / np.mean(distances[is_same & ~is_itself])
    # END SOLUTION


# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS


# %%
def test_separation_is_that_of_the_example(separation):
    """Seven halves, worked out by hand."""
    import numpy as np

    found = separation(np.float32([[0], [1], [4]]), np.array([3, 3, 8]))
    assert found is not None, "it returns None: not filled in yet, or is a `return` missing?"
    assert abs(float(found) - 3.5) < 1e-4, f"expected 3.5, not {float(found):.4g}"


test_separation_is_that_of_the_example(separation)


# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [markdown]
# ## Part 6: training


# %% [raw]
# # BEGIN QUESTION
# name: train_siamese

# %% [raw]
# # BEGIN SOLUTION


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
    # BEGIN SOLUTION
    optimizer = keras.optimizers.Adam(LEARNING_RATE)
    siamese.compile(optimizer=optimizer, loss=ContrastiveLoss(MARGIN))
    siamese.fit([left, right], y, batch_size=BATCH_SIZE, epochs=EPOCHS)
    # END SOLUTION


# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS


# %%
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


test_train_siamese_pulls_similar_pairs_together(train_siamese, build_siamese, build_encoder)


# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

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
