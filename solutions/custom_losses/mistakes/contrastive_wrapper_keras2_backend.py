# title: Keras 2 backend in the wrapper's inner function
# part: contrastive_loss_with_margin
# fails: values shape parameters gradient graph fit
from keras import backend as K


def contrastive_loss_with_margin(margin):
    def loss(y_true, y_pred):
        push = K.square(K.maximum(margin - y_pred, 0))
        return K.mean(y_true * K.square(y_pred) + (1 - y_true) * push)

    return loss
