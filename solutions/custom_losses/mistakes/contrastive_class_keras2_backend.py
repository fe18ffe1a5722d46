# title: Keras 2 backend in the class
# part: ContrastiveLoss
# fails: signature values shape parameters gradient graph fit
from keras import backend as K
from keras.losses import Loss


class ContrastiveLoss(Loss):
    def __init__(self, margin):
        super().__init__()
        self.margin = margin

    def call(self, y_true, y_pred):
        push = K.square(K.maximum(self.margin - y_pred, 0))
        return K.mean(y_true * K.square(y_pred) + (1 - y_true) * push)
