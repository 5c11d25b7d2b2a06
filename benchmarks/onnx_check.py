"""Are the operations what ONNX defines? Compared with onnxruntime on random cases, 1-D and 2-D.

    python -m benchmarks.onnx_check [--cases 300]

Prints one line per operator and fails on any difference.
"""

import argparse

import numpy as np

from benchmarks.onnx_models import run
from cnnnotes import ops


def sizes(rng):
    """Random rows and columns, kernel, stride, dilation and pads that fit each other."""
    kernel, stride, dilation = (tuple(map(int, rng.integers(1, high, 2))) for high in (5, 4, 3))
    pads = rng.integers(0, 3, (2, 2))
    spans = [d * (k - 1) + 1 for d, k in zip(dilation, kernel, strict=True)]
    size = [int(rng.integers(max(span - sum(p), 1), span + 8)) for span, p in zip(spans, pads, strict=True)]
    return size, kernel, stride, dilation, tuple(tuple(map(int, p)) for p in pads)


def onnx_pads(pads):
    """((top, bottom), (left, right)) as ONNX writes it: all beginnings, then all ends."""
    return [side[end] for end in (0, 1) for side in pads]


def conv(rng):
    """Conv: conv2d with bias, groups, dilation and pads or automatic ones."""
    size, kernel, stride, dilation, pads = sizes(rng)
    groups, channels, filters = map(int, rng.integers(1, 4, 3))
    x = rng.normal(size=(2, groups * channels, *size)).astype(np.float32)
    w = rng.normal(size=(groups * filters, channels, *kernel)).astype(np.float32)
    b = rng.normal(size=len(w)).astype(np.float32)
    attributes = {"strides": stride, "group": groups}
    padding = str(rng.choice(["same_upper", "same_lower", "pads"]))
    if padding == "pads":
        attributes |= {"pads": onnx_pads(pads), "dilations": dilation}
        own = {"padding": pads, "dilation": dilation}
    else:
        attributes["auto_pad"] = padding.upper()
        own = {"padding": padding}
    yield run("Conv", (x, w, b), attributes)[0], ops.conv2d(x, w, b, stride=stride, groups=groups, **own)


def conv_1d(rng):
    """Conv with one spatial axis: conv1d."""
    (size, _), (kernel, _), (stride, _), (dilation, _), (pads, _) = sizes(rng)
    x, w = rng.normal(size=(2, 3, size)).astype(np.float32), rng.normal(size=(4, 3, kernel)).astype(np.float32)
    attributes = {"strides": [stride], "dilations": [dilation], "pads": pads}
    yield run("Conv", (x, w), attributes)[0], ops.conv1d(x, w, stride=stride, dilation=dilation, padding=pads)


def conv_transpose(rng):
    """ConvTranspose: conv_transpose2d with output padding and groups."""
    size, kernel, stride, dilation, pads = sizes(rng)
    groups, channels, filters = map(int, rng.integers(1, 4, 3))
    extra = [int(rng.integers(0, s)) for s in stride]
    geometry = zip(size, stride, dilation, kernel, extra, pads, strict=True)
    if min((h - 1) * s + d * (k - 1) + 1 + e - sum(p) for h, s, d, k, e, p in geometry) < 1:
        return
    x = rng.normal(size=(2, groups * channels, *size)).astype(np.float32)
    w = rng.normal(size=(groups * channels, filters, *kernel)).astype(np.float32)
    attributes = {"strides": stride, "dilations": dilation, "pads": onnx_pads(pads), "group": groups}
    own = {"stride": stride, "dilation": dilation, "padding": pads, "groups": groups, "output_padding": tuple(extra)}
    yield run("ConvTranspose", (x, w), attributes | {"output_padding": extra})[0], ops.conv_transpose2d(x, w, **own)


def pools(rng, node):
    """Arrays, attributes and options for a pool, or None where a window would see nothing."""
    size, kernel, stride, dilation, pads = sizes(rng)
    pads = tuple(tuple(min(p, k - 1) for p in side) for side, k in zip(pads, kernel, strict=True))
    ceil = bool(rng.integers(2))
    x = rng.normal(size=(2, 3, *size)).astype(np.float32)
    own = {"stride": stride, "dilation": dilation, "padding": pads, "ceil_mode": ceil}
    attributes = {"kernel_shape": kernel, "strides": stride, "dilations": dilation}
    try:
        getattr(ops, node)(x, kernel, **own)
    except ValueError:
        return None
    return x, kernel, own, attributes | {"pads": onnx_pads(pads), "ceil_mode": int(ceil)}


def max_pool(rng):
    """MaxPool and its indices, which in ONNX also count the planes before."""
    case = pools(rng, "max_pool2d")
    if case:
        x, kernel, own, attributes = case
        y, indices = ops.max_pool2d(x, kernel, return_indices=True, **own)
        expected, places = run("MaxPool", (x,), attributes, {"y": "float32", "indices": "int64"})
        yield expected, y
        yield places % (x.shape[2] * x.shape[3]), indices


def avg_pool(rng):
    """AveragePool with ceil_mode and count_include_pad."""
    case = pools(rng, "avg_pool2d")
    if case:
        x, kernel, own, attributes = case
        count = bool(rng.integers(2))
        expected = run("AveragePool", (x,), attributes | {"count_include_pad": int(count)})[0]
        yield expected, ops.avg_pool2d(x, kernel, count_include_pad=count, **own)


def scores(rng):
    """Softmax and LogSoftmax."""
    x, axis = rng.normal(size=(3, 4, 5)).astype(np.float32), int(rng.integers(-3, 3))
    yield run("Softmax", (x,), {"axis": axis})[0], ops.softmax(x, axis=axis)
    yield run("LogSoftmax", (x,), {"axis": axis})[0], ops.log_softmax(x, axis=axis)


def gemm(rng):
    """Gemm: dense."""
    n, d, m = rng.integers(1, 9, 3)
    x, w, b = (rng.normal(size=shape).astype(np.float32) for shape in ((n, d), (d, m), (m,)))
    yield run("Gemm", (x, w, b), {})[0], ops.dense(x, w, b)


def main():
    """Compare, print, fail."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=300)
    count, failed = parser.parse_args().cases, 0
    for check in (conv, conv_1d, conv_transpose, max_pool, avg_pool, scores, gemm):
        rng, compared, wrong = np.random.default_rng(0), 0, 0
        for _ in range(count):
            for expected, own in check(rng):
                compared += 1
                wrong += expected.shape != own.shape or not np.allclose(own, expected, rtol=1e-4, atol=1e-4)
        print(f"{check.__name__:<16}{compared:5} compared, {wrong} differ")
        failed += wrong + (not compared)
    raise SystemExit(bool(failed))


if __name__ == "__main__":
    main()
