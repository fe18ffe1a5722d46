# part: L1PenaltyLayer
# id: l1_is_activity_regularization
# title: a subclass of the ready-made layer
# hint: Keras's own layer does the work (and divides by the size of the batch). Begin with
#   keras.layers.Layer and write `call` yourself.
# fails: own_work
# passes: defined
import keras


class L1PenaltyLayer(keras.layers.ActivityRegularization):
    def __init__(self, factor, **kwargs):
        super().__init__(l1=factor, **kwargs)
