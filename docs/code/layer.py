"""Page 4.1: what one convolutional layer computes, and LeNet-5 layer by layer."""

# [start:one-value]
import numpy as np

from cnnnotes.figures import layer as figures
from cnnnotes.ops import conv2d, relu
from cnnnotes.site import show

window = np.array(
    [
        [[3, 1, 0], [4, 2, 0], [5, 3, 1]],
        [[1, 1, 2], [0, 2, 3], [1, 2, 4]],
        [[2, 2, 2], [1, 1, 1], [0, 0, 0]],
    ]
)  # channels, rows, columns
filters = np.array(
    [
        [[1, 0, -1], [1, 0, -1], [1, 0, -1]],
        [[0, -1, 0], [-1, 4, -1], [0, -1, 0]],
        [[1, 1, 1], [0, 0, 0], [-1, -1, -1]],
    ]
)
bias = -9

sums = (window * filters).sum(axis=(1, 2))
value = relu(conv2d(window[None], filters[None], np.array([bias])))
print("sum of each channel:", *sums)
print(f"all channels {sums.sum()}, with the bias {sums.sum() + bias}, after ReLU {value.item():.0f}")
show(figures.one_value(window, filters, sums, bias, value.item()))
# [end:one-value]


# [start:count]
from cnnnotes.analysis import conv2d_parameters

for channels, filters, kernel in [(3, 1, 3), (3, 64, 3), (64, 64, 3), (1, 6, 5)]:
    count = conv2d_parameters(channels, filters, kernel)
    layer = f"{channels:>2} channels in, {filters:>2} out, {kernel}×{kernel}"
    print(f"{layer}: {count:>6,} parameters")
# [end:count]


# [start:threshold]
import numpy as np

from cnnnotes.data import photograph
from cnnnotes.figures import layer as figures
from cnnnotes.ops import conv2d, relu, sobel_filter
from cnnnotes.site import show

cat = photograph("chelsea", gray=True)[:, 75:375]
cat = cat.reshape(100, 3, 100, 3).mean(axis=(1, 3))  # 3 x 3 pixels become one
responses = conv2d(cat[None, None], sobel_filter("columns")[None, None] / 4)[0, 0]

biases = np.array([0, -0.05, -0.15])
maps = relu(responses + biases[:, None, None])
for bias, share in zip(biases, (maps > 0).mean(axis=(1, 2)), strict=True):
    print(f"bias {bias:5.2f}: above 0 at {100 * share:.0f}% of the places")
show(figures.threshold(biases, maps))
# [end:threshold]


# [start:activation]
import numpy as np

from cnnnotes.data import photograph
from cnnnotes.figures import layer as figures
from cnnnotes.ops import conv2d, relu, sobel_filter
from cnnnotes.site import show

cat = photograph("chelsea", gray=True)[:, 75:375]
cat = cat.reshape(100, 3, 100, 3).mean(axis=(1, 3))
edge = sobel_filter("columns") / 4  # a step from black to white answers 1
first = np.stack([edge, -edge])[:, None]  # two filters: dark to bright, bright to dark
second = np.ones((1, 2, 1, 1))  # the next layer adds the two maps

linear = conv2d(cat[None, None], first)
active = relu(linear)
without, with_relu = conv2d(linear, second), conv2d(active, second)
print(f"largest value of the sum without ReLU {abs(without).max():.0e}, with ReLU {with_relu.max():.2f}")
print("with ReLU the sum is the size of the response:", np.allclose(with_relu[0, 0], abs(linear[0, 0])))
show(figures.activation(np.concatenate([linear[0], without[0]]), np.concatenate([active[0], with_relu[0]])))
# [end:activation]


# [start:shared-bias]
import numpy as np

from cnnnotes.analysis import equivariance_error, shift
from cnnnotes.data import centre, digits
from cnnnotes.figures import layer as figures
from cnnnotes.ops import binomial_filter, conv2d, relu
from cnnnotes.site import fact, show

rng = np.random.default_rng(0)
x = centre(digits()[0][3:4], (16, 16))[None]
kernel = binomial_filter(3)[None, None]
biases = {"one bias": -0.2, "a bias per place": rng.normal(scale=0.15, size=(1, 1, 16, 16))}


def move(images):
    return shift(images, (3, 4))  # 3 rows down, 4 columns to the right; what leaves comes back


moved_first, moved_last = [], []
for name, bias in biases.items():

    def layer(images, bias=bias):
        return relu(conv2d(images, kernel, padding=1, mode="circular") + bias)

    error = equivariance_error(layer, move, x)
    print(f"{name:16}  error {error:.2g}")
    fact(name.replace(" ", "-"), f"{error:.2g}")
    moved_first.append(layer(move(x))[0, 0])
    moved_last.append(move(layer(x))[0, 0])
show(figures.shared_bias(moved_first, moved_last))
# [end:shared-bias]


# [start:lenet-table]
from cnnnotes.analysis import network, network_cost, total_cost

for name in ("lenet5", "lenet5_full"):
    costs = network_cost(*network(name))
    print(f"{name}: {total_cost(costs).parameters:,} parameters")
    for cost in costs:
        size = "×".join(map(str, cost.shape))
        print(f"  {cost.name:10} {size:>8} {cost.parameters:>7,}")
# [end:lenet-table]


# [start:lenet-walk]
import numpy as np

from cnnnotes.analysis import network, network_cost
from cnnnotes.data import digits_split
from cnnnotes.figures import layer as figures
from cnnnotes.learn.experiments import lenet
from cnnnotes.site import fact, show

test, labels = digits_split()[2:]
examples = lenet.enlarge([test[labels == digit][1] for digit in range(10)])
model = lenet.trained_lenet()
held = [lenet.stages(model, image) for image in examples]

costs = network_cost(*network("lenet5_full"))
named = dict(zip(lenet.STAGES, costs, strict=True))
shapes = {name: cost.shape for name, cost in named.items()}
print("answers for 0 to 9:", *(int(values["output"].argmax()) for values in held))
print(f"right for {100 * lenet.share_right()['accuracy']:.1f}% of {len(test)} test digits")
fact("right", f"{100 * lenet.share_right()['accuracy']:.1f}")
show(figures.lenet(examples, held, shapes, {name: cost.parameters for name, cost in named.items()}))
# [end:lenet-walk]


# [start:collapse]
import numpy as np

from cnnnotes.ops import conv2d, relu

rng = np.random.default_rng(0)
x = rng.normal(size=(1, 1, 16, 16))
first, second = rng.normal(size=(2, 1, 1, 3, 3))
twice = conv2d(conv2d(x, first), second)
single = conv2d(np.pad(first, ((0, 0), (0, 0), (2, 2), (2, 2))), second[:, :, ::-1, ::-1])
print("one kernel of", single.shape[2:], "does the same:", np.allclose(twice, conv2d(x, single)))
print("with ReLU between as well:", np.allclose(conv2d(relu(conv2d(x, first)), second), conv2d(x, single)))
# [end:collapse]


# [start:black-and-white]
from cnnnotes.analysis import conv2d_parameters

for channels in (1, 3):
    print(f"{channels} channels in, 32 filters of 5×5: {conv2d_parameters(channels, 32, 5):,} parameters")
# [end:black-and-white]


# [start:first-of-1989]
maps, rows, columns, kernel = 12, 8, 8, 5
weights, biases = maps * kernel**2, maps * rows * columns
print(f"{weights} weights + {biases} biases = {weights + biases:,}")
print(f"with one bias per map: {weights + maps}")
# [end:first-of-1989]
