# part: cosine_loss
# id: cosine_hands_it_to_keras
# title: calls the ready-made loss of Keras on the spot
# hint: The numbers are right, but the work is Keras's. Write out lengths and scalar product.
# fails: own_work
# passes: defined
def cosine_loss(axis):
    from keras.losses import cosine_similarity

    def loss(y_true, y_pred):
        return cosine_similarity(y_true, y_pred, axis=axis)

    return loss
