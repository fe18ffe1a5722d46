# title: calls keras.ops by the old name K
# parts: my_huber_loss contrastive_loss contrastive_loss_with_margin
from keras import ops as K


def my_huber_loss(y_true, y_pred):
    err = y_true - y_pred
    return K.where(K.abs(err) < 1, 0.5 * K.square(err), K.abs(err) - 0.5)


def contrastive_loss(y_true, y_pred):
    return K.mean(y_true * K.square(y_pred) + (1 - y_true) * K.square(K.relu(1 - y_pred)))


def contrastive_loss_with_margin(margin):
    def inner(y_true, y_pred):
        return K.mean(y_true * K.square(y_pred) + (1 - y_true) * K.square(K.relu(margin - y_pred)))

    return inner
