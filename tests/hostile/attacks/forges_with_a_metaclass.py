# tries: a metaclass with a false __mro__, __instancecheck__, __subclasscheck__ and __eq__ in Loss's place
# stopped by: values
# honest: 0
import keras


class Meta(type(keras.losses.Loss)):
    __instancecheck__ = __subclasscheck__ = lambda cls, other: True
    __eq__ = lambda cls, other: True
    __hash__ = type.__hash__
    __module__ = "keras.src.losses.loss"

    def mro(cls):
        return [cls, keras.losses.Huber, *keras.losses.Huber.__mro__[1:]]


class MyHuberLoss(keras.losses.Loss, metaclass=Meta):
    def __init__(self, threshold):
        keras.losses.Loss.__init__(self)

    def call(self, y_true, y_pred):
        return 0.0 * y_pred


print("lies:", isinstance(3, MyHuberLoss), MyHuberLoss == 3, MyHuberLoss.__mro__)
