# part: HuberLoss
# id: huber_is_keras_huber
# title: a subclass of the ready-made Huber
# hint: A subclass of Keras's own Huber inherits all the work. Begin with the base class of all
#   losses and write `call` yourself.
# fails: own_work
# passes: defined
import keras


class HuberLoss(keras.losses.Huber):
    def __init__(self, delta, **kwargs):
        super().__init__(delta=delta, **kwargs)
