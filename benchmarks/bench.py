"""How fast and how lean `cnnnotes.ops` is beside PyTorch, onnxruntime and a bare matrix product.

Everything compared runs in one process on one thread, in turns of random order, so that a slow moment
of the machine, and what is in its cache, hit all alike. Times are process CPU times; each ratio is the
median over rounds (and its quartiles) of the time of `cnnnotes` divided by the time of the other in the
same round. At the end stands which of the aims are met.

    python -m benchmarks.bench [--rounds 30] [--only S1 S2] [--skip-pool] [--skip-memory]
"""

import argparse
import itertools
import os

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"  # read when the libraries load

import math
import random
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
MEANS = {"float32": 1.0, "float64": 0.8}  # the aims: of PyTorch's time, as geometric mean over the shapes
WORST = {"forward": 2, "backward": 2}  # and on any one shape
DEPTHWISE = {"forward": 4, "backward": 8}  # but where each filter sees one channel
LEAN = 8e6  # bytes that conv2d may use beyond padded input and output on S4


def rounds(candidates, count):
    """CPU seconds per call, {name: [one per round]}, taken in turns."""
    repeats = {}
    for name, call in candidates.items():
        call()
        begin = process_time()
        call()
        repeats[name] = max(1, round(0.004 / max(process_time() - begin, 1e-6)))
    times, turns = {name: [] for name in candidates}, random.Random(0)
    for _ in range(count):
        for name in turns.sample(list(candidates), len(candidates)):  # each finds the cache as any other left it
            begin = process_time()
            for _ in range(repeats[name]):
                candidates[name]()
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


def verdicts(ratios):
    """One line per aim, from {(direction, dtype): {shape: ratio to PyTorch}}."""
    for (direction, dtype), by_shape in ratios.items():
        mean = geometric_mean(by_shape.values())
        yield f"{direction} {dtype}, geometric mean over {len(by_shape)} shapes", mean, MEANS[dtype]
        for name, ratio in by_shape.items():
            shape, *_, options = CONV[name]
            depthwise = options.get("groups") == shape[1]
            limit = (DEPTHWISE if depthwise else WORST)[direction]
            if ratio > limit or ratio == max(by_shape.values()):
                yield f"{direction} {dtype}, {name}", ratio, limit


def main():
    """Print the tables, and which aims are met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--only", nargs="*", default=[*CONV, *POOL])
    parser.add_argument("--skip-pool", action="store_true")
    parser.add_argument("--skip-memory", action="store_true")
    choice = parser.parse_args()
    torch.set_num_threads(1)
    torch.set_grad_enabled(True)
    print(f"{'':22}{'cnnnotes':>12}  {'/ torch':>19}  {'/ onnxruntime':>19}  {'/ bare GEMM':>19}")
    ratios = {}
    for direction, dtype in itertools.product(("forward", "backward"), ("float32", "float64")):
        for name in filter(choice.only.__contains__, CONV):
            calls = conv_calls(*CONV[name], dtype, direction == "backward")
            medians = row(f"{name} {direction} {dtype}", rounds(calls, choice.rounds))
            ratios.setdefault((direction, dtype), {})[name] = medians["torch"]
        print()
    if not choice.skip_pool:
        for kind, both, dtype in itertools.product(("max", "avg"), (False, True), ("float32", "float64")):
            for name in filter(choice.only.__contains__, POOL):
                calls = pool_calls(kind, *POOL[name], dtype, both)
                row(f"{name} {kind} {'both' if both else 'forward'} {dtype}", rounds(calls, choice.rounds))
    aims = list(verdicts(ratios))
    if not choice.skip_memory:
        peak = extra_memory(*CONV["S4"], "float32")
        aims.append(("extra memory of conv2d on S4, MB", peak / 1e6, LEAN / 1e6))
    print(f"\n{'aim (times are of PyTorch)':<52}  {'got':>5}  {'at most':>7}")
    for aim, got, limit in aims:
        print(f"{aim:<52}  {got:5.2f}  {limit:7.2f}  {'met' if got <= limit else 'NOT MET'}")


if __name__ == "__main__":
    main()
