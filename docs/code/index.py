"""The home page: one figure to learn to read them, and the map of the chapters."""

# [start:window]
import numpy as np

from cnnnotes.data import photograph
from cnnnotes.figures import index as figures
from cnnnotes.ops import avg_pool2d, conv2d
from cnnnotes.site import fact, show

cat = photograph("chelsea", gray=True)[80:152, 128:212]
eye = avg_pool2d(cat[None, None], 2)
upright_edges = np.array([[-1.0, 0.0, 1.0]] * 3)

output = conv2d(eye, upright_edges[None, None])
print("input ", eye.shape[2:])
print("output", output.shape[2:])
row, column = 13, 17
framed = eye[0, 0, row : row + 3, column : column + 3]
print("framed", (framed * upright_edges).sum().round(2), "=", output[0, 0, row, column].round(2))
fact("framed", f"{output[0, 0, row, column]:.2f}".replace("-", "−"))
show(figures.window(eye[0, 0], upright_edges, output[0, 0], row, column))
# [end:window]


# [start:chapters]
from cnnnotes.figures import index as figures
from cnnnotes.site import show

rows = [
    ["weights", "neighbours", "moved"],
    ["locality", "stationarity"],
    ["convolution"],
    ["sparse", "sharing", "equivariance"],
    ["pooling", "invariance", "limits"],
]
leads_to = {
    "weights": ["locality", "stationarity"],
    "neighbours": ["locality"],
    "moved": ["stationarity"],
    "locality": ["convolution"],
    "stationarity": ["convolution"],
    "convolution": ["sparse", "sharing", "equivariance"],
    "equivariance": ["invariance"],
    "pooling": ["invariance"],
    "invariance": ["limits"],
}
sections = {
    "weights": "1.1",
    "neighbours": "1.2",
    "moved": "1.3",
    "locality": "2.3",
    "stationarity": "2.1–2.2",
    "convolution": "3",
    "sparse": "5.1",
    "sharing": "5.2",
    "equivariance": "5.3.1",
    "pooling": "4.4",
    "invariance": "5.3.2–3",
    "limits": "5.4",
}
show(figures.chapters(rows, leads_to, sections, troubles={*rows[0], "limits"}))
# [end:chapters]
