"""What graders ask of a submission's functions, run in its worker. Nothing here is secret."""

import keras
import numpy as np
import tensorflow as tf


def pairs(student, images, labels, seed):
    """Left, right and y of ``make_pairs``."""
    left, right, y = student.make_pairs(images, labels, seed)
    return left, right, y


def accuracy(student, y, distances, threshold):
    return [student.pair_accuracy(y, distances, threshold)]


def separated(student, embeddings, labels):
    return [student.separation(embeddings, labels)]


def twins(student, kernel, left, right):
    """The model's answers, the embeddings of both sides, and three numbers of weights: the
    model's, the encoder's, and how many of the model's are the encoder's own; then answers and
    embeddings once more, after a few steps of training."""
    keras.utils.set_random_seed(1)  # for weights that should not be there
    encoder = _linear(kernel)
    model = student.build_siamese(encoder, _city_blocks)

    def answers():
        return [
            np.asarray(model([left, right])),
            np.asarray(encoder(left)),
            np.asarray(encoder(right)),
        ]

    before, counts = answers(), _weights(model, encoder)
    model.compile(optimizer=keras.optimizers.SGD(0.05), loss="mse", jit_compile=False)
    for _ in range(3):
        model.train_on_batch([left, right], np.ones((len(left), 1), "f4"))
    return *before, counts, *answers()


def learned(student, kernel, left, right, y, one, other, seed):
    """How far apart the pairs of two batches are after training, to the nearest half; and how
    the training went: whether the model was compiled, its steps (at most 30 are told), whether
    there was anything to train and whether that has moved."""
    keras.utils.set_random_seed(seed)
    encoder = _linear(kernel)
    model = student.build_siamese(encoder, student.euclidean_distance)
    student.train_siamese(model, left, right, y)
    apart = [_mean_distance(encoder, *batch) for batch in (one, other)]
    optimizer = getattr(model, "optimizer", None)
    steps = 0 if optimizer is None else min(int(optimizer.iterations), 30)
    has_moved = not np.array_equal(encoder.get_weights()[0], kernel)
    went = [optimizer is not None, steps, bool(model.trainable_weights), has_moved]
    return np.round(np.multiply(apart, 2)) / 2, np.float32(went)


def trained(student, left, right, y, one, other, images, seed):
    """Distances of unseen pairs and embeddings of unseen images, after training."""
    keras.utils.set_random_seed(seed)
    encoder = student.build_encoder()
    model = student.build_siamese(encoder, student.euclidean_distance)
    student.train_siamese(model, left, right, y)
    return np.asarray(model([one, other])), np.asarray(encoder(images))


def _linear(kernel):
    """An encoder with these weights."""
    layers = [keras.Input((8, 8)), keras.layers.Flatten()]
    encoder = keras.Sequential([*layers, keras.layers.Dense(kernel.shape[1], use_bias=False)])
    encoder.set_weights([kernel])
    return encoder


def _city_blocks(one, other):
    return tf.reduce_sum(tf.abs(one - other), axis=-1, keepdims=True)


def _weights(model, encoder):
    own = {id(weight) for weight in encoder.weights}
    shared = [weight for weight in model.weights if id(weight) in own]
    sizes = [
        sum(int(np.prod(w.shape)) for w in some)
        for some in (model.weights, encoder.weights, shared)
    ]
    return np.array(sizes)


def _mean_distance(encoder, one, other):
    gaps = np.asarray(encoder(one)) - np.asarray(encoder(other))
    return np.mean(np.linalg.norm(gaps, axis=1))
