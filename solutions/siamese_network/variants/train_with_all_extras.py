# title: RMSprop, validation, callbacks and metrics
# parts: train_siamese
import keras


def train_siamese(siamese, left, right, y):
    siamese.compile(loss=ContrastiveLoss(margin=1), optimizer=keras.optimizers.RMSprop(3e-3), metrics=["mae"])
    stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=5, restore_best_weights=True)
    return siamese.fit(x=(left, right), y=y, epochs=12, batch_size=64, validation_split=0.05, callbacks=[stop], verbose=2)
