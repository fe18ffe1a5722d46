# part: contrastive_loss_with_margin
# id: contrastive_wrapper_keras2_backend
# title: K.square and K.mean from keras.backend, which Keras 3 no longer has
# hint: Your loss speaks Keras 2: since Keras 3 `keras.backend` has no mathematics any more. The
#   handout has a table of imports that changed.
# fails: values shape parameters gradient graph fit
# passes: defined
from keras import backend as K


def contrastive_loss_with_margin(margin):
    def loss(y_true, y_pred):
        similar = y_true * K.square(y_pred)
        dissimilar = (1.0 - y_true) * K.square(K.maximum(margin - y_pred, 0.0))
        return K.mean(similar + dissimilar)

    return loss
