"""How fast and how lean `cnnnotes.ops` is beside PyTorch, onnxruntime and a bare matrix product.

Everything compared runs in one process on one thread, in turns, so that a slow moment of the machine
hits all alike. Times are process CPU times; each ratio is the median over rounds (and its quartiles)
of the time of `cnnnotes` divided by the time of the other in the same round.

    python -m benchmarks.bench [--rounds 30] [--only S1 S2] [--skip-pool] [--skip-memory]
"""

import argparse
import itertools
import os

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"  # read when the libraries load

import math
import tracemalloc
from time import process_time

import numpy as np
import torch

from benchmarks.onnx_models import session
from cnnnotes import ops

CONV = {  # name: x shape, filters, kernel, options
    "S1": ((1, 1, 28, 28), 8, 5, {}),
    "S2": ((64, 1, 28, 28), 8, 5, {}),
    "S3": ((32, 16, 14, 14), 32, 3, {}),
    "S4": ((8, 3, 224, 224), 64, 7, {"stride": 2}),
    "S5": ((1, 64, 56, 56), 64, 3, {}),
    "S6": ((128, 32, 8, 8), 32, 3, {"groups": 32}),
    "S7": ((16, 32, 28, 28), 64, 1, {}),
    "S8": ((16, 32, 28, 28), 64, 3, {"dilation": 2, "groups": 4}),
}
POOL = {  # name: x shape, size, options
    "P1": ((64, 8, 24, 24), 2, {"stride": 2}),
    "P2": ((8, 64, 112, 112), 3, {"stride": 2, "padding": 1}),
    "P3": ((1, 64, 56, 56), 3, {"stride": 1, "padding": 1}),
}
LEAN = 8e6  # bytes that conv2d may use beyond padded input and output on S4


def rounds(candidates, count):
    """CPU seconds per call, {name: [one per round]}, taken in turns."""
    repeats = {}
    for name, call in candidates.items():
        call()
        begin = process_time()
        call()
        repeats[name] = max(1, round(0.004 / max(process_time() - begin, 1e-6)))
    times = {name: [] for name in candidates}
    for _ in range(count):
        for name, call in candidates.items():
            begin = process_time()
            for _ in range(repeats[name]):
                call()
            times[name].append((process_time() - begin) / repeats[name])
    return times


def row(label, times):
    """One printed line: our time, and its ratio to each of the others; the ratios' medians."""
    own = np.array(times["cnnnotes"])
    cells, medians = [f"{label:<22}{np.median(own) * 1e3:9.3f} ms"], {}
    for other in ("torch", "ort", "gemm"):
        if other in times:
            low, medians[other], high = np.quantile(own / np.array(times[other]), (0.25, 0.5, 0.75))
            cells.append(f"{medians[other]:7.2f} ({low:.2f}-{high:.2f})")
        else:
            cells.append(f"{'-':>7}{'':12}")
    print("  ".join(cells), flush=True)
    return medians


def conv_calls(shape, filters, kernel, options, dtype, backward):
    """What is compared on one shape."""
    rng = np.random.default_rng(0)
    groups = options.get("groups", 1)
    x = rng.normal(size=shape).astype(dtype)
    w = rng.normal(size=(filters, shape[1] // groups, kernel, kernel)).astype(dtype)
    b = rng.normal(size=filters).astype(dtype)
    y = ops.conv2d(x, w, b, **options)
    tx, tw, tb, dy = map(torch.from_numpy, (x, w, b, np.ones_like(y)))
    left = w.reshape(groups, filters // groups, -1)
    right = np.ones((groups, left.shape[2], y.size // filters), dtype)
    if not backward:
        ort = session("Conv", (x, w, b), y.shape, **{"groups": 1, **options})
        return {
            "cnnnotes": lambda: ops.conv2d(x, w, b, **options),
            "torch": lambda: torch.conv2d(tx, tw, tb, **options),
            **({"ort": ort} if ort else {}),
            "gemm": lambda: left @ right,
        }
    stride, dilation = options.get("stride", 1), options.get("dilation", 1)
    fixed = [filters], [stride] * 2, [0, 0], [dilation] * 2, False, [0, 0], groups, [True] * 3
    result = left @ right
    return {
        "cnnnotes": lambda: ops.conv2d_backward(dy.numpy(), x, w, **options),
        "torch": lambda: torch.ops.aten.convolution_backward(dy, tx, tw, *fixed),
        "gemm": lambda: (result @ right.swapaxes(1, 2), left.swapaxes(1, 2) @ result),
    }


def pool_calls(kind, shape, size, options, dtype, backward):
    """What is compared for pooling: forward, or forward and backward."""
    x = np.random.default_rng(0).normal(size=shape).astype(dtype)
    tx = torch.from_numpy(x).requires_grad_(backward)
    own, other = getattr(ops, f"{kind}_pool2d"), getattr(torch.nn.functional, f"{kind}_pool2d")
    extra = {"count_include_pad": False} if kind == "avg" else {}
    ty = other(tx, size, **options, **extra)
    if not backward:
        node = {"max": "MaxPool", "avg": "AveragePool"}[kind]
        ort = session(node, (x,), tuple(ty.shape), kernel=size, **options)
        return {
            "cnnnotes": lambda: own(x, size, **options),
            "torch": lambda: other(tx, size, **options, **extra),
            **({"ort": ort} if ort else {}),
        }
    dy, gradient = torch.ones_like(ty), getattr(ops, f"{kind}_pool2d_backward")
    return {  # forward too, because PyTorch finds the winners there and cnnnotes on the way back
        "cnnnotes": lambda: (own(x, size, **options), gradient(dy.numpy(), x, size, **options)),
        "torch": lambda: torch.autograd.grad(other(tx, size, **options, **extra), tx, dy),
    }


def geometric_mean(values):
    """Of ratios: half and twice as fast cancel."""
    return math.exp(sum(map(math.log, values)) / len(values))


def extra_memory(shape, filters, kernel, options, dtype):
    """Peak bytes of `conv2d` beyond its output."""
    x = np.ones(shape, dtype)
    w = np.ones((filters, shape[1], kernel, kernel), dtype)
    tracemalloc.start()
    y = ops.conv2d(x, w, **options)
    peak = tracemalloc.get_traced_memory()[1] - y.nbytes
    tracemalloc.stop()
    return peak


def main():
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--only", nargs="*", default=[*CONV, *POOL])
    parser.add_argument("--skip-pool", action="store_true")
    parser.add_argument("--skip-memory", action="store_true")
    choice = parser.parse_args()
    torch.set_num_threads(1)
    torch.set_grad_enabled(True)
    print(f"{'':22}{'cnnnotes':>12}  {'/ torch':>19}  {'/ onnxruntime':>19}  {'/ bare GEMM':>19}")
    for direction, dtype in itertools.product(("forward", "backward"), ("float32", "float64")):
        ratios = []
        for name in filter(choice.only.__contains__, CONV):
            calls = conv_calls(*CONV[name], dtype, direction == "backward")
            ratios.append(row(f"{name} {direction} {dtype}", rounds(calls, choice.rounds))["torch"])
        if ratios:
            print(f"geometric mean, {direction} {dtype}: {geometric_mean(ratios):.2f} of torch\n")
    if not choice.skip_pool:
        for kind, both, dtype in itertools.product(("max", "avg"), (False, True), ("float32", "float64")):
            for name in filter(choice.only.__contains__, POOL):
                calls = pool_calls(kind, *POOL[name], dtype, both)
                row(f"{name} {kind} {'both' if both else 'forward'} {dtype}", rounds(calls, choice.rounds))
    if not choice.skip_memory:
        peak = extra_memory(*CONV["S4"], "float32")
        print(f"\nextra memory of conv2d on S4: {peak / 1e6:.1f} MB (at most {LEAN / 1e6:.0f})")


if __name__ == "__main__":
    main()
