# title: the less known of keras.ops: power, clip, select, average
# parts: my_huber_loss my_huber_loss_with_threshold contrastive_loss contrastive_loss_with_margin
from keras import ops


def my_huber_loss(y_true, y_pred):
    e = ops.abs(ops.subtract(y_true, y_pred))
    return ops.select([e <= 1.0], [ops.power(e, 2.0) * 0.5], default=e - 0.5)


def my_huber_loss_with_threshold(threshold):
    def loss(y_true, y_pred):
        e = ops.abs(y_true - y_pred)
        inside = ops.clip(e, 0.0, float(threshold))
        return ops.add(ops.square(inside) / 2, ops.multiply(threshold, e - inside))

    return loss


def contrastive_loss(y_true, y_pred):
    gap = ops.clip(1.0 - y_pred, 0.0, 1.0)
    return ops.average(y_true * ops.power(y_pred, 2) + (1.0 - y_true) * ops.power(gap, 2))


def contrastive_loss_with_margin(margin):
    def loss(y_true, y_pred):
        gap = ops.relu(margin - y_pred)
        each = y_true * ops.square(y_pred) + (1.0 - y_true) * ops.square(gap)
        return ops.sum(each) / ops.cast(ops.size(each), each.dtype)

    return loss
