# title: keras.ops, **kwargs and get_config
# parts: ContrastiveLoss
import keras


@keras.saving.register_keras_serializable()
class ContrastiveLoss(keras.losses.Loss):
    def __init__(self, margin=1.0, **kwargs):
        super().__init__(**kwargs)
        self.margin = margin

    def call(self, y_true, y_pred):
        y_true = keras.ops.cast(y_true, y_pred.dtype)
        gap = keras.ops.relu(self.margin - y_pred)
        return keras.ops.mean(y_true * y_pred**2 + (1 - y_true) * gap**2)

    def get_config(self):
        return {**super().get_config(), "margin": self.margin}
