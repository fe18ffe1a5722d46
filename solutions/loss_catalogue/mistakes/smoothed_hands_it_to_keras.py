# part: smoothed_crossentropy
# id: smoothed_hands_it_to_keras
# title: calls the ready-made loss of Keras
# hint: The numbers are right, but the work is Keras's. Write out how the labels are smoothed and
#   compared.
# fails: own_work
# passes: defined
import keras


def smoothed_crossentropy(smoothing):
    return keras.losses.CategoricalCrossentropy(
        from_logits=True, label_smoothing=smoothing, reduction="none"
    )
