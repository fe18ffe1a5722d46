# part: log_cosh_loss
# id: log_cosh_hands_it_to_keras
# title: calls the ready-made loss of Keras
# hint: The numbers are right, but the work is Keras's. Write out a form that stays finite.
# fails: own_work
# passes: defined
import keras


def log_cosh_loss(y_true, y_pred):
    return keras.losses.log_cosh(y_true, y_pred)
