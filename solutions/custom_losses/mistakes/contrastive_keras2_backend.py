# title: K.square and K.mean from keras.backend, which Keras 3 no longer has
# part: contrastive_loss
# fails: values shape parameters gradient graph fit
from keras import backend as K


def contrastive_loss(y_true, y_pred):
    margin = 1
    square_pred = K.square(y_pred)
    margin_square = K.square(K.maximum(margin - y_pred, 0))
    return K.mean(y_true * square_pred + (1 - y_true) * margin_square)
