"""Networks of the literature as tables of layers. Activations and normalisations without parameters are left out."""

from cnnnotes.analysis.layers import Layer
from cnnnotes.ops import _check


def network(name):
    """Take a network of the literature as a table of layers.

    Parameters
    ----------
    name : str
        One of `network_names`:

        - ``"lenet5"``: of 1998, C3 connected to S2 as in its table I, pools with a factor and a bias per map (their ``norm``), ten fixed
          outputs left out: 60,000 parameters; ``"lenet5_full"``: as it is taught today, C3 connected to all, a learned output: 61,706.
        - ``"alexnet"``: of 2012, in two groups: 60,965,224; ``"alexnet_one_tower"``: of 2014, narrower, in one: 61,100,840.
        - ``"vgg16"``: configuration D: 138,357,544.
        - ``"googlenet"``: of 2014, biases, no classifiers on the way: 6,998,552; ``"googlenet_aux"`` with the two: 13,378,280.
          ``"googlenet_norm"``: batch normalisation, 3 x 3 in place of 5 x 5: 6,624,904; ``"googlenet_norm_aux"``: 13,004,888.
        - ``"resnet18"``: 11,689,512; ``"resnet50"``: of 2015, strides in the first 1 x 1 of a block: 25,557,032;
          ``"resnet50_3x3"``: strides in the 3 x 3, as trained since: the same count, more multiplications.
        - ``"mobilenet_v1"``: width 1: 4,231,976.
        - ``"vit_b16"``: 86,567,656.

    Returns
    -------
    layers : list of Layer
    shape : (C, H, W)
        Of the images it was made for.

    Raises
    ------
    ValueError
        If there is no such network.

    References
    ----------
    Y. LeCun et al., 1998; A. Krizhevsky et al., 2012, and A. Krizhevsky, One weird trick, 2014; K. Simonyan and A. Zisserman, 2014;
    C. Szegedy et al., Going deeper with convolutions, 2014; K. He et al., 2015; A. Howard et al., MobileNets, 2017;
    A. Dosovitskiy et al., 2020.

    Examples
    --------
    >>> layers, shape = network("vgg16")
    >>> shape, layers[0].name, layers[0].outputs
    ((3, 224, 224), 'conv1_1', 64)
    """
    builder, options, shape = NETWORKS[_check.one_of("name", name, network_names())]
    return builder(**options), shape


def network_names():
    """List the names that `network` knows.

    Returns
    -------
    tuple of str

    Examples
    --------
    >>> "resnet50" in network_names()
    True
    """
    return tuple(NETWORKS)


def _lenet5(full):
    scale = [] if full else [Layer("norm")]
    pool = [Layer("avg_pool", kernel=2), *scale]
    return [
        Layer("conv", 6, kernel=5, name="C1"),
        *pool,
        Layer("conv", 16, kernel=5, links=None if full else 60, name="C3"),
        *pool,
        Layer("conv", 120, kernel=5, name="C5"),
        Layer("dense", 84, name="F6"),
        *([Layer("dense", 10, name="output")] if full else []),
    ]


def _alexnet(widths, groups, padding):
    pool, split = {"kernel": 3, "stride": 2}, {"padding": 1, "kernel": 3, "groups": groups}
    return [
        Layer("conv", widths[0], kernel=11, stride=4, padding=padding, name="conv1"),
        Layer("max_pool", **pool, name="pool1"),
        Layer("conv", widths[1], kernel=5, padding=2, groups=groups, name="conv2"),
        Layer("max_pool", **pool, name="pool2"),
        Layer("conv", widths[2], kernel=3, padding=1, name="conv3"),
        Layer("conv", widths[3], **split, name="conv4"),
        Layer("conv", widths[4], **split, name="conv5"),
        Layer("max_pool", **pool, name="pool5"),
        *_classifier(4096, 4096, 1000),
    ]


def _vgg16():
    layers = []
    for stage, (width, depth) in enumerate([(64, 2), (128, 2), (256, 3), (512, 3), (512, 3)], 1):
        layers += [Layer("conv", width, kernel=3, padding=1, name=f"conv{stage}_{i}") for i in range(1, depth + 1)]
        layers += [Layer("max_pool", kernel=2, name=f"pool{stage}")]
    return layers + _classifier(4096, 4096, 1000)


INCEPTION = {  # 1x1, 3x3 reduced and 3x3, 5x5 reduced and 5x5, pool projected: Szegedy et al. 2014, table 1
    "3a": (64, 96, 128, 16, 32, 32),
    "3b": (128, 128, 192, 32, 96, 64),
    "4a": (192, 96, 208, 16, 48, 64),
    "4b": (160, 112, 224, 24, 64, 64),
    "4c": (128, 128, 256, 24, 64, 64),
    "4d": (112, 144, 288, 32, 64, 64),
    "4e": (256, 160, 320, 32, 128, 128),
    "5a": (256, 160, 320, 32, 128, 128),
    "5b": (384, 192, 384, 48, 128, 128),
}


def _googlenet(norm, aux):
    half = {"kernel": 3, "stride": 2, "ceil_mode": True}
    layers = [
        *_conv(norm, 64, kernel=7, stride=2, padding=3, name="conv1"),
        Layer("max_pool", **half, name="pool1"),
        *_conv(norm, 64, name="conv2_reduce"),
        *_conv(norm, 192, kernel=3, padding=1, name="conv2"),
        Layer("max_pool", **half, name="pool2"),
    ]
    before = "pool2"
    for block, widths in INCEPTION.items():
        layers += _inception(block, before, widths, norm)
        before = block
        if aux and block in ("4a", "4d"):
            layers += _side_classifier(block, norm)
        if block in ("3b", "4e"):
            before = f"pool{block[0]}"
            # the newer one has a 2 x 2 window here
            window = half if block == "3b" or not norm else {"kernel": 2, "ceil_mode": True}
            layers += [Layer("max_pool", **window, name=before, inputs=block)]
    return [*layers, Layer("global_pool"), Layer("dense", 1000)]


def _inception(block, before, widths, norm):
    one, reduce3, three, reduce5, five, project = widths
    middle = {"kernel": 3, "padding": 1} if norm else {"kernel": 5, "padding": 2}
    paths = [
        _conv(norm, one, name=f"{block}_1x1", inputs=before),
        [
            *_conv(norm, reduce3, name=f"{block}_3x3_reduce", inputs=before),
            *_conv(norm, three, kernel=3, padding=1, name=f"{block}_3x3"),
        ],
        [
            *_conv(norm, reduce5, name=f"{block}_5x5_reduce", inputs=before),
            *_conv(norm, five, **middle, name=f"{block}_5x5"),
        ],
        [
            Layer("max_pool", kernel=3, stride=1, padding=1, name=f"{block}_pool", inputs=before),
            *_conv(norm, project, name=f"{block}_project"),
        ],
    ]
    ends = tuple(path[-1].name for path in paths)
    return [*(layer for path in paths for layer in path), Layer("concat", name=block, inputs=ends)]


def _side_classifier(block, norm):
    pool = Layer("avg_pool", kernel=5, stride=3, name=f"aux{block}_pool", inputs=block)
    return [pool, *_conv(norm, 128, name=f"aux{block}"), Layer("dense", 1024), Layer("dense", 1000)]


def _resnet(kernels, depths, stride_at):
    layers = _conv(True, 64, kernel=7, stride=2, padding=3, name="conv1")
    layers += [Layer("max_pool", kernel=3, stride=2, padding=1, name="pool1")]
    for stage, depth in enumerate(depths, 2):
        for i in range(1, depth + 1):
            stride = 2 if stage > 2 and i == 1 else 1
            projected = i == 1 and (stage > 2 or len(kernels) == 3)
            layers += _residual(f"{stage}_{i}", layers[-1].name, stage, kernels, stride, stride_at, projected)
    return [*layers, Layer("global_pool"), Layer("dense", 1000)]


def _residual(block, before, stage, kernels, stride, stride_at, projected):
    """One block: its convolutions, and the way around them."""
    narrow, wide = 2 ** (stage + 4), 2 ** (stage + 4) * (4 if len(kernels) == 3 else 1)
    layers = []
    for i, kernel in enumerate(kernels):
        options = {"kernel": kernel, "padding": kernel // 2, "stride": stride if i == stride_at else 1}
        outputs = wide if i == len(kernels) - 1 else narrow
        layers += _conv(True, outputs, **options, name=f"conv{block}_{i + 1}", inputs=None if layers else before)
    ends = layers[-1].name, before
    if projected:
        layers += _conv(True, wide, stride=stride, name=f"shortcut{block}", inputs=before)
        ends = ends[0], layers[-1].name
    return [*layers, Layer("add", name=f"block{block}", inputs=ends)]


def _mobilenet_v1():
    layers, width = _conv(True, 32, kernel=3, stride=2, padding=1, name="conv1"), 32
    outputs = [64, 128, 128, 256, 256, *[512] * 6, 1024, 1024]
    for i, (wider, stride) in enumerate(zip(outputs, [1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1], strict=True), 2):
        each = {"kernel": 3, "stride": stride, "padding": 1, "groups": width}
        layers += _conv(True, width, **each, name=f"conv{i}_depthwise") + _conv(True, wider, name=f"conv{i}_1x1")
        width = wider
    return [*layers, Layer("global_pool"), Layer("dense", 1000)]


def _vit_b16():
    layers, before = [Layer("conv", 768, kernel=16, stride=16, name="patches"), Layer("tokens")], "tokens1"
    for i in range(1, 13):
        layers += [Layer("norm"), Layer("attention", heads=12, name=f"attention{i}")]
        layers += [Layer("add", name=f"middle{i}", inputs=(f"attention{i}", before)), Layer("norm")]
        layers += [Layer("conv", 3072, name=f"wide{i}"), Layer("conv", 768, name=f"narrow{i}")]
        layers += [Layer("add", name=f"block{i}", inputs=(f"narrow{i}", f"middle{i}"))]
        before = f"block{i}"
    return [*layers, Layer("norm"), Layer("first_token"), Layer("dense", 1000)]


def _conv(norm, outputs, *, name, **options):
    """A convolution with a bias, or one without and a batch normalisation after it; the last row carries its name + "norm"."""
    layers = [Layer("conv", outputs, bias=not norm, name=name, **options)]
    return [*layers, Layer("norm", name=f"{name}_norm")] if norm else layers


def _classifier(*widths):
    return [Layer("dense", width) for width in widths]


NETWORKS = {
    "lenet5": (_lenet5, {"full": False}, (1, 32, 32)),
    "lenet5_full": (_lenet5, {"full": True}, (1, 32, 32)),
    "alexnet": (_alexnet, {"widths": (96, 256, 384, 384, 256), "groups": 2, "padding": 0}, (3, 227, 227)),
    "alexnet_one_tower": (_alexnet, {"widths": (64, 192, 384, 256, 256), "groups": 1, "padding": 2}, (3, 224, 224)),
    "vgg16": (_vgg16, {}, (3, 224, 224)),
    "googlenet": (_googlenet, {"norm": False, "aux": False}, (3, 224, 224)),
    "googlenet_aux": (_googlenet, {"norm": False, "aux": True}, (3, 224, 224)),
    "googlenet_norm": (_googlenet, {"norm": True, "aux": False}, (3, 224, 224)),
    "googlenet_norm_aux": (_googlenet, {"norm": True, "aux": True}, (3, 224, 224)),
    "resnet18": (_resnet, {"kernels": (3, 3), "depths": (2, 2, 2, 2), "stride_at": 0}, (3, 224, 224)),
    "resnet50": (_resnet, {"kernels": (1, 3, 1), "depths": (3, 4, 6, 3), "stride_at": 0}, (3, 224, 224)),
    "resnet50_3x3": (_resnet, {"kernels": (1, 3, 1), "depths": (3, 4, 6, 3), "stride_at": 1}, (3, 224, 224)),
    "mobilenet_v1": (_mobilenet_v1, {}, (3, 224, 224)),
    "vit_b16": (_vit_b16, {}, (3, 224, 224)),
}
