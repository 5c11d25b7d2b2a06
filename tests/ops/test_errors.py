"""Bad input is told apart: which argument, what came, what is needed."""

import numpy as np
import pytest

from cnnnotes import ops

X = np.zeros((2, 4, 5, 6))
W = np.zeros((6, 4, 3, 3))
TOKENS = np.zeros((2, 5, 4))
SQUARE = np.zeros((4, 4))
LABELS = np.array([0, 1])

BAD = {  # what is wrong: (call, error, what the message says)
    "images are a list": (lambda: ops.conv2d([[1.0]], W), TypeError, "x must be a NumPy array, got list"),
    "images are nothing": (lambda: ops.conv2d(None, W), TypeError, "x must be a NumPy array, got NoneType"),
    "images are complex": (lambda: ops.conv2d(X + 0j, W), TypeError, "x must hold real numbers, got dtype complex128"),
    "images are objects": (lambda: ops.conv2d(X.astype(object), W), TypeError, "x must hold real .* object"),
    "images are words": (lambda: ops.relu(np.array(["a"])), TypeError, "x must hold real numbers"),
    "images lack an axis": (lambda: ops.conv2d(X[0], W), ValueError, r"x must have axes \(N, C, H, W\), got .*4, 5, 6"),
    "filters lack an axis": (lambda: ops.conv2d(X, W[0]), ValueError, r"w must have axes \(O, C / groups, KH, KW\)"),
    "channels differ": (lambda: ops.conv2d(X, W[:, :3]), ValueError, r"w must have C / groups = 4 / 1 .*6, 3, 3, 3"),
    "groups do not divide": (lambda: ops.conv2d(X, W, groups=3), ValueError, "groups must divide .* got 3 for 4 and 6"),
    "groups do not divide the filters": (
        lambda: ops.conv2d(X, W[:, :1], groups=4),
        ValueError,
        "groups must divide .* got 4 for 4 and 6",
    ),
    "no groups": (lambda: ops.conv2d(X, W, groups=0), ValueError, "groups must be at least 1, got 0"),
    "no channels": (
        lambda: ops.conv2d(X[:, :0], W[:, :0]),
        ValueError,
        "x must have no empty axis but the first, got shape .2, 0, 5",
    ),
    "no filters": (lambda: ops.conv2d(X, W[:0]), ValueError, "w must have no empty axis, got shape .0, 4"),
    "bias too long": (lambda: ops.conv2d(X, W, np.zeros(7)), ValueError, r"b must have shape \(6,\) .* got \(7,\)"),
    "bias is a number": (lambda: ops.conv2d(X, W, 1.0), TypeError, "b must be a NumPy array, got float"),
    "kernel too large": (lambda: ops.conv2d(X[:, :, :2], W), ValueError, "kernel must fit .* spans 3, got 2"),
    "kernel too large when dilated": (lambda: ops.conv2d(X, W, dilation=3), ValueError, "kernel must fit .* spans 7"),
    "kernel empty": (lambda: ops.conv2d(X, W[:, :, :0]), ValueError, "w must have no empty axis, got shape .6, 4, 0"),
    "rows empty": (lambda: ops.conv2d(X[:, :, :0], W, padding=3), ValueError, "x must have no empty axis"),
    "stride 0": (lambda: ops.conv2d(X, W, stride=0), ValueError, "stride must be at least 1, got 0"),
    "stride half": (lambda: ops.conv2d(X, W, stride=1.5), TypeError, "stride must be a whole number, got 1.5"),
    "stride nan": (lambda: ops.conv2d(X, W, stride=float("nan")), TypeError, "stride must be a whole number, got nan"),
    "stride of three": (lambda: ops.conv2d(X, W, stride=(1, 1, 1)), ValueError, r"stride must be .* \(1, 1, 1\)"),
    "dilation 0": (lambda: ops.conv2d(X, W, dilation=(1, 0)), ValueError, "dilation must be at least 1, got 0"),
    "padding below 0": (lambda: ops.conv2d(X, W, padding=-1), ValueError, "padding must be at least 0, got -1"),
    "padding unknown": (lambda: ops.conv2d(X, W, padding="full"), ValueError, "padding must be one of .* 'full'"),
    "padding in one row of four": (
        lambda: ops.conv2d(X, W, padding=(1, 1, 1, 1)),
        ValueError,
        r"padding must be .*\(\(top, bottom\), \(left, right\)\), got .* 4",
    ),
    "padding is nothing": (lambda: ops.conv2d(X, W, padding=None), TypeError, "padding must be a whole number"),
    "mode unknown": (lambda: ops.conv2d(X, W, mode="wrap"), ValueError, "mode must be one of .* got 'wrap'"),
    "reflects too far": (
        lambda: ops.conv2d(X, W, padding=5, mode="reflect"),
        ValueError,
        "padding must be at most 4 for mode 'reflect' on 5 elements, got 5",
    ),
    "wraps too far": (lambda: ops.conv2d(X, W, padding=6, mode="circular"), ValueError, "at most 5 .* got 6"),
    "gradient of another shape": (
        lambda: ops.conv2d_backward(X, X, W),
        ValueError,
        r"dy must have shape \(2, 6, 3, 4\) .* got \(2, 4, 5, 6\)",
    ),
    "loops check too": (lambda: ops.conv2d_loops(X, W[:, :3]), ValueError, "w must have C / groups"),
    "signals lack an axis": (lambda: ops.conv1d(X[0, 0], W[0]), ValueError, r"x must have axes \(N, C, L\)"),
    "three paddings in 1-D": (
        lambda: ops.conv1d(X[0], np.zeros((1, 5, 2)), padding=(1, 1, 1)),
        ValueError,
        "padding must be",
    ),
    "pair of strides in 1-D": (
        lambda: ops.conv1d(X[0], np.zeros((1, 5, 2)), stride=(1, 2)),
        TypeError,
        "stride must be a whole number",
    ),
    "signal of three axes": (lambda: ops.convolve(X[0], W[0]), ValueError, r"x must have axes \(L\) or \(H, W\)"),
    "filter has other axes": (lambda: ops.convolve(X[0, 0, 0], W[0, 0]), ValueError, r"w must have axes \(K\)"),
    "empty signal": (lambda: ops.convolve(np.zeros(0), np.ones(2)), ValueError, "x must have no empty axis"),
    "extent unknown": (lambda: ops.convolve(np.ones(3), np.ones(2), extent="half"), ValueError, "extent must be one"),
    "output_padding too large": (
        lambda: ops.conv_transpose2d(X, W[:4], stride=2, output_padding=2),
        ValueError,
        "output_padding must be less than 2, got 2",
    ),
    "transpose channels differ": (lambda: ops.conv_transpose2d(X, W), ValueError, "w must have 4 filters"),
    "transpose cuts everything": (
        lambda: ops.conv_transpose2d(X, W[:4], padding=4),
        ValueError,
        "padding must leave an output",
    ),
    "transpose same": (lambda: ops.conv_transpose2d(X, W[:4], padding="same"), TypeError, "padding must be a whole"),
    "transpose bias": (lambda: ops.conv_transpose2d(X, W[:4], np.zeros(5)), ValueError, r"b must have shape \(4,\)"),
    "window too large": (lambda: ops.max_pool2d(X, 6), ValueError, "kernel must fit"),
    "window in the border": (lambda: ops.max_pool2d(X, 2, padding=2), ValueError, "padding must leave each window"),
    "window of size 0": (lambda: ops.avg_pool2d(X, 0), ValueError, "size must be at least 1, got 0"),
    "pool gradient": (lambda: ops.max_pool2d_backward(X, X, 2), ValueError, "dy must have shape"),
    "mean gradient": (lambda: ops.avg_pool2d_backward(X, X, 2), ValueError, "dy must have shape"),
    "slope is a word": (lambda: ops.leaky_relu(X, slope="a"), TypeError, "slope must be a number"),
    "epsilon is nothing": (
        lambda: ops.layer_norm(X, X[0], X[0], epsilon=None),
        TypeError,
        "epsilon must be a number",
    ),
    "nothing to pool": (lambda: ops.global_max_pool2d(X[:, :, :0]), ValueError, "x must have no empty axis"),
    "dense sizes differ": (lambda: ops.dense(SQUARE, SQUARE[:3]), ValueError, "w must have 4 rows"),
    "dense of images": (lambda: ops.dense(X, SQUARE), ValueError, r"x must have axes \(N, D\)"),
    "dense bias": (lambda: ops.dense(SQUARE, SQUARE, np.zeros(3)), ValueError, r"b must have shape \(4,\)"),
    "dense gradient": (lambda: ops.dense_backward(SQUARE[:2], SQUARE, SQUARE), ValueError, "dy must have shape"),
    "too few banks": (
        lambda: ops.locally_connected2d(X, np.zeros((3, 3, 6, 4, 3, 3))),
        ValueError,
        r"w must have shape \(3, 4, 6, 4, 3, 3\)",
    ),
    "gradient and input differ": (lambda: ops.relu_backward(X, X[0]), ValueError, "dy must have shape .* shape of x"),
    "no such axis": (lambda: ops.softmax(SQUARE, axis=2), ValueError, "axis must be an axis of x .* got 2"),
    "axis is a word": (lambda: ops.softmax(SQUARE, axis="C"), TypeError, "axis must be a whole number, got 'C'"),
    "empty axis": (lambda: ops.softmax(SQUARE[:0], axis=0), ValueError, "axis must be an axis of x that is not empty"),
    "label too large": (lambda: ops.cross_entropy(SQUARE[:2], LABELS + 3), ValueError, "labels must be 0 to 3, .* 4"),
    "label below 0": (lambda: ops.cross_entropy(SQUARE[:2], LABELS - 1), ValueError, "labels must be 0 to 3, got -1"),
    "labels are floats": (lambda: ops.cross_entropy(SQUARE[:2], LABELS * 1.0), TypeError, "labels must be a NumPy"),
    "labels too many": (lambda: ops.cross_entropy(SQUARE, LABELS), ValueError, r"labels must have shape \(4,\)"),
    "no examples": (lambda: ops.cross_entropy(SQUARE[:0], LABELS[:0]), ValueError, "x must have at least one row"),
    "one statistic": (
        lambda: ops.batch_norm(SQUARE, SQUARE[0], SQUARE[0], mean=SQUARE[0]),
        ValueError,
        "mean and variance must be given together",
    ),
    "scale too short": (lambda: ops.batch_norm(X, SQUARE[0, :3], SQUARE[0]), ValueError, "scale must have shape"),
    "layer scale": (lambda: ops.layer_norm(X, SQUARE[0], SQUARE[0]), ValueError, "scale must be shaped as the last"),
    "heads do not divide": (
        lambda: ops.self_attention(TOKENS, SQUARE, SQUARE, SQUARE, SQUARE, heads=3),
        ValueError,
        "heads must divide the columns of w_query, got 3 for 4",
    ),
    "key of another shape": (
        lambda: ops.self_attention(TOKENS, SQUARE, SQUARE[:3], SQUARE, SQUARE),
        ValueError,
        r"w_key must have shape \(4, 4\)",
    ),
    "bias of another shape": (
        lambda: ops.attention_weights(TOKENS, SQUARE, SQUARE, bias=SQUARE),
        ValueError,
        r"bias must have shape \(1, 5, 5\)",
    ),
    "table of another shape": (
        lambda: ops.relative_bias2d(np.zeros((1, 3, 4)), (2, 2)),
        ValueError,
        r"table must have shape \(1, 3, 3\)",
    ),
    "size is one number": (lambda: ops.col2im(np.zeros((1, 4, 4)), "3", 2), TypeError, "size must be a whole number"),
    "columns do not fit": (lambda: ops.col2im(np.zeros((1, 5, 4)), 3, 2), ValueError, "columns must have shape"),
    "padding changes the size": (lambda: ops.dft_diagonal(W, (5, 6), padding=0), ValueError, "padding must keep"),
    "stride does not divide": (lambda: ops.adaptive_polyphase2d(X), ValueError, "stride must divide .* got"),
    "sigma 0": (lambda: ops.gaussian_filter(3, 0), ValueError, "sigma must be above 0, got 0"),
    "sigma nan": (lambda: ops.gaussian_filter(3, float("nan")), ValueError, "sigma must be above 0, got nan"),
    "sigma is a word": (lambda: ops.gaussian_filter(3, "1"), TypeError, "sigma must be a number, got '1'"),
    "direction unknown": (lambda: ops.sobel_filter("x"), ValueError, "direction must be one of 'columns', 'rows'"),
    "no wavelengths": (
        lambda: ops.gabor_bank(3, wavelengths=(), angles=2),
        ValueError,
        "wavelengths must hold at least one",
    ),
    "output size of nothing": (lambda: ops.output_size(0, 1), ValueError, "size must be at least 1, got 0"),
    "gradient of the padded shape": (lambda: ops.pad2d_backward(X, X, 1), ValueError, "dy must have shape"),
}


@pytest.mark.parametrize("what", BAD)
def test_says_what_is_wrong(what):
    call, error, message = BAD[what]
    with pytest.raises(error, match=message):
        call()


JUNK = [None, "x", [1.0], np.zeros((2, 2), complex), np.array(3.0), np.zeros((0, 0)), np.zeros((2, 3, 0, 1)), 7]


@pytest.mark.parametrize("name", [name for name in ops.__all__ if not name.endswith("_filter")])
@pytest.mark.parametrize("junk", JUNK, ids=repr)
def test_junk_never_gets_as_far_as_numpy(name, junk):
    """Every first argument that makes no sense is refused by a message of this package's own."""
    import inspect

    parameters = inspect.signature(getattr(ops, name)).parameters.values()
    needed = [p.name for p in parameters if p.default is p.empty]
    options = {p: 1 for p in needed if p in ("wavelength", "sigma", "angles")} | {
        p: [1.0] for p in needed if p == "wavelengths"
    }
    try:
        getattr(ops, name)(*[junk] * (len(needed) - len(options)), **options)
    except (TypeError, ValueError) as error:
        said = str(error)
    else:
        said = "must be allowed"  # by operations that take arrays of any shape
    assert "must" in said
