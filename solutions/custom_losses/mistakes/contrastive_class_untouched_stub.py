# title: the class stub as it was handed out
# part: ContrastiveLoss
# fails: defined
from keras.losses import Loss


class ContrastiveLoss(Loss):
    """Contrastive loss with a margin."""

    def __init__(self, margin):
        ...

    def call(self, y_true, y_pred):
        ...
