# title: keras.ops throughout, no TensorFlow
# parts: binary_crossentropy_from_logits smoothed_crossentropy poisson_loss kl_divergence_loss mae_loss log_cosh_loss HuberLoss triplet_loss quadruplet_loss fbeta_loss
import keras
from keras import ops


def binary_crossentropy_from_logits(y_true, y_pred):
    return ops.mean(ops.softplus(y_pred) - ops.multiply(y_true, y_pred), axis=-1)


def smoothed_crossentropy(smoothing):
    def loss(y_true, y_pred):
        k = ops.shape(y_pred)[-1]
        y_true = y_true - smoothing * y_true + smoothing / k
        return -ops.sum(y_true * ops.log_softmax(y_pred), axis=-1)

    return loss


def poisson_loss(y_true, y_pred):
    return ops.mean(y_pred - y_true * ops.log(y_pred + keras.config.epsilon()), axis=-1)


def kl_divergence_loss(y_true, y_pred):
    y = ops.clip(y_true, keras.config.epsilon(), 1)
    p = ops.clip(y_pred, keras.config.epsilon(), 1)
    return ops.sum(y * (ops.log(y) - ops.log(p)), axis=-1)


def mae_loss(y_true, y_pred):
    return ops.mean(ops.abs(ops.subtract(y_true, y_pred)), axis=-1)


def log_cosh_loss(y_true, y_pred):
    e = y_pred - y_true
    return ops.mean(ops.logaddexp(e, -e) - ops.log(2.0), axis=-1)


class HuberLoss(keras.Loss):
    def __init__(self, delta, **kwargs):
        super().__init__(**kwargs)
        self.delta = delta

    def call(self, y_true, y_pred):
        size = ops.abs(y_true - y_pred)
        inner = ops.minimum(size, self.delta)
        return ops.mean(inner * (size - 0.5 * inner), axis=-1)


def triplet_loss(margin):
    def loss(y_true, y_pred):
        a, p, n = ops.split(y_pred, 3, axis=1)
        d = ops.sum(ops.square(a - p) - ops.square(a - n), axis=1)
        return ops.relu(d + margin)

    return loss


def quadruplet_loss(margin1, margin2):
    def loss(y_true, y_pred):
        a, p, n, q = ops.split(y_pred, 4, axis=1)
        near = ops.sum(ops.square(a - p), axis=1)
        first = ops.relu(near - ops.sum(ops.square(a - n), axis=1) + margin1)
        return first + ops.relu(near - ops.sum(ops.square(n - q), axis=1) + margin2)

    return loss


def fbeta_loss(beta):
    def loss(y_true, y_pred):
        hits = ops.sum(y_true * y_pred)
        wanted, given = ops.sum(y_true), ops.sum(y_pred)
        return 1 - (1 + beta**2) * hits / (beta**2 * wanted + given + keras.config.epsilon())

    return loss
