# part: poisson_loss
# id: poisson_hands_it_to_keras
# title: calls the ready-made loss of Keras under another name
# hint: The numbers are right, but the work is Keras's. Write the two terms out.
# fails: own_work
# passes: defined
from keras.losses import poisson as counts


def poisson_loss(y_true, y_pred):
    return counts(y_true, y_pred)
