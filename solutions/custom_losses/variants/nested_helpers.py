# title: helper functions inside helper functions
# parts: my_huber_loss my_huber_loss_with_threshold contrastive_loss_with_margin
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    def small(e):
        def halve(x):
            return x / 2
        return halve(tf.square(e))

    def big(e):
        return tf.abs(e) - 0.5

    def choose(e):
        return tf.where(tf.abs(e) <= 1, small(e), big(e))

    return choose(y_true - y_pred)


def my_huber_loss_with_threshold(threshold):
    def factory():
        def small(e):
            return tf.square(e) / 2

        def big(e):
            return threshold * (tf.abs(e) - threshold / 2)

        def loss(y_true, y_pred):
            e = y_true - y_pred
            return tf.where(tf.abs(e) <= threshold, small(e), big(e))

        return loss

    return factory()


def contrastive_loss_with_margin(margin):
    def pull(d):
        return d ** 2

    def push(d):
        return tf.maximum(margin - d, 0) ** 2

    def mix(y, d):
        return y * pull(d) + (1 - y) * push(d)

    def loss(y_true, y_pred):
        return tf.reduce_mean(mix(y_true, y_pred))

    return loss
