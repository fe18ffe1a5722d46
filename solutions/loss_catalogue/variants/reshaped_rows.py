# title: rows reshaped to embeddings, which are taken by number
# parts: triplet_loss quadruplet_loss
import tensorflow as tf


def triplet_loss(margin):
    def loss(y_true, y_pred):
        rows = tf.reshape(y_pred, [-1, 3, y_pred.shape[-1] // 3])
        gaps = tf.reduce_sum((rows[:, :1] - rows[:, 1:]) ** 2, axis=-1)
        return tf.nn.relu(gaps[:, 0] - gaps[:, 1] + margin)

    return loss


def quadruplet_loss(margin1, margin2):
    def loss(y_true, y_pred):
        a, p, n, q = tf.unstack(tf.reshape(y_pred, [-1, 4, y_pred.shape[-1] // 4]), axis=1)
        near = tf.norm(a - p, axis=1) ** 2
        return tf.nn.relu(near - tf.norm(a - n, axis=1) ** 2 + margin1) + tf.nn.relu(
            near - tf.norm(q - n, axis=1) ** 2 + margin2
        )

    return loss
