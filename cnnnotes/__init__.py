"""Convolutional networks, every claim shown by code and checked by a test."""

import time

#: When this process began to load the package, in ns as `time.time_ns` counts: a file touched later may not be what runs.
LOADED = time.time_ns()
