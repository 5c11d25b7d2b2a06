"""Learning in plain NumPy: layers, models, training, and the experiments of the notes."""
