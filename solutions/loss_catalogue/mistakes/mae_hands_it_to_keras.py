# part: mae_loss
# id: mae_hands_it_to_keras
# title: calls a ready-made loss in a helper
# hint: The numbers are right, but the helper hands the work to Keras. Two operations are enough.
# fails: own_work
# passes: defined
import keras

ready = keras.losses.MeanAbsoluteError(reduction="none")


def absolute(y_true, y_pred):
    return ready(y_true, y_pred)


def mae_loss(y_true, y_pred):
    return absolute(y_true, y_pred)
