"""What the hidden graders ask of an L1PenaltyLayer, beside its output: its losses, and a training."""

import keras
import numpy as np
import tensorflow as tf


def penalties(student, *batches, factors, by_keyword=False):
    """The ``losses`` of one layer for each batch after it was called. All layers exist before the
    first is called; they get their factor by keyword or by position."""
    given = [((), {"factor": f}) if by_keyword else ((f,), {}) for f in factors]
    layers = [student.L1PenaltyLayer(*args, **kwargs) for args, kwargs in given]
    return [_losses_after(layer, batch) for layer, batch in zip(layers, batches, strict=True)]


def _losses_after(layer, batch):
    layer(tf.constant(batch))
    return np.array([np.asarray(loss) for loss in layer.losses], "f4")


def is_named(student, name):
    """Whether a layer that is made with this name has it: 1 or 0."""
    return int(student.L1PenaltyLayer(0.1, name=name).name == name)


def training(student, x, y, kernel, factor):
    """A model with the layer in its middle: its ``losses`` when it is called, and after one epoch
    the loss that fit reports and the kernels before and after the layer."""
    before = keras.layers.Dense(kernel.shape[1], use_bias=False)
    after = keras.layers.Dense(1, use_bias=False)
    model = keras.Sequential(
        [keras.Input(x.shape[1:]), before, student.L1PenaltyLayer(factor), after]
    )
    before.set_weights([kernel])
    after.set_weights([np.ones((kernel.shape[1], 1), "f4")])
    model(tf.constant(x))
    losses = np.array([np.asarray(loss) for loss in model.losses], "f4")
    model.compile(optimizer=keras.optimizers.SGD(0.02), loss="mse")
    data = tf.data.Dataset.from_tensor_slices((x, y)).batch(4)
    history = model.fit(data, epochs=1, verbose=0, shuffle=False).history["loss"]
    return losses, np.array(history), before.get_weights()[0], after.get_weights()[0]
