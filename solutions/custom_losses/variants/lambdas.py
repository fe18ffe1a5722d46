# title: nothing but lambdas
# parts: my_huber_loss my_huber_loss_with_threshold contrastive_loss contrastive_loss_with_margin
import tensorflow as tf

my_huber_loss_with_threshold = lambda threshold: lambda y_true, y_pred: tf.where(
    tf.abs(y_true - y_pred) <= threshold,
    (y_true - y_pred) ** 2 / 2,
    threshold * (tf.abs(y_true - y_pred) - threshold / 2),
)
my_huber_loss = lambda y_true, y_pred: my_huber_loss_with_threshold(1)(y_true, y_pred)

contrastive_loss_with_margin = lambda margin: lambda y_true, y_pred: tf.reduce_mean(
    y_true * y_pred ** 2 + (1 - y_true) * tf.maximum(margin - y_pred, 0) ** 2
)
contrastive_loss = contrastive_loss_with_margin(1)
