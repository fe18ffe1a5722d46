# title: a loop of its own with GradientTape
# parts: train_siamese
import keras
import numpy as np
import tensorflow as tf


def train_siamese(siamese, left, right, y):
    optimizer, loss = keras.optimizers.Adam(0.003), ContrastiveLoss(1.0)

    @tf.function
    def step(a, b, labels):
        with tf.GradientTape() as tape:
            cost = loss(labels, siamese([a, b], training=True))
        gradients = tape.gradient(cost, siamese.trainable_variables)
        optimizer.apply_gradients(zip(gradients, siamese.trainable_variables))

    data = tf.data.Dataset.from_tensor_slices((left, right, y)).shuffle(len(y)).batch(64)
    for _ in range(15):
        for batch in data:
            step(*batch)
