"""Page 4.6: what a layer and a network cost in parameters, multiplications and memory."""

# [start:three-layers]
from cnnnotes.analysis import Layer, layer_cost
from cnnnotes.figures import cost as figures
from cnnnotes.site import show

image = (3, 32, 32)
layers = {
    "convolutional": Layer("conv", 16, kernel=3),
    "locally connected": Layer("local", 16, kernel=3),
    "fully connected": Layer("dense", 16 * 30 * 30),
}
costs = {name: layer_cost(layer, image) for name, layer in layers.items()}
print(f"{'':18}{'parameters':>12}{'MACs':>12}")
for name, cost in costs.items():
    print(f"{name:18}{cost.parameters:12,}{cost.macs:12,}")
shared, own = costs["convolutional"], costs["locally connected"]
print(f"parameters × {own.parameters // shared.parameters}, MACs × {own.macs // shared.macs}")
show(figures.three_layers([cost.parameters for cost in costs.values()], [cost.macs for cost in costs.values()]))
# [end:three-layers]


# [start:counted]
from cnnnotes.analysis import Layer, layer_cost

filters, channels, size, kernel = 4, 3, 8, 3
multiplications = 0
for _filter in range(filters):
    for _row in range(size - kernel + 1):
        for _column in range(size - kernel + 1):
            for _tap in range(channels * kernel * kernel):
                multiplications += 1  # one weight times one input
print(f"counted {multiplications:,}")
layer = Layer("conv", filters, kernel=kernel)
print(f"formula {layer_cost(layer, (channels, size, size)).macs:,}")
# [end:counted]


# [start:vgg16]
from cnnnotes.analysis import network, network_cost, total_cost
from cnnnotes.figures import cost as figures
from cnnnotes.site import fact, show

costs = [cost for cost in network_cost(*network("vgg16")) if cost.parameters]
total = total_cost(costs)
dense = [cost for cost in costs if cost.kind == "dense"]
first_two = costs[:2]
print(f"parameters {total.parameters:,}")
print(f"MACs       {total.macs:,}")
fact("dense-parameters", f"{100 * sum(cost.parameters for cost in dense) / total.parameters:.0f}")
fact("dense-macs", f"{100 * sum(cost.macs for cost in dense) / total.macs:.1f}")
fact("first-values", f"{100 * sum(cost.activations for cost in first_two) / total.activations:.0f}")
fact("first-parameters", f"{100 * sum(cost.parameters for cost in first_two) / total.parameters:.2f}")
fact("values-mebibytes", f"{total.activations * 4 / 2**20:.0f}")
fact("batch-gibibytes", f"{64 * total.activations * 4 / 2**30:.1f}")
fact("weights-mebibytes", f"{total.parameters * 4 / 2**20:.0f}")
show(
    figures.by_layer(
        [cost.name.replace("dense", "fc") for cost in costs],
        [
            [getattr(cost, what) / getattr(total, what) for cost in costs]
            for what in ("parameters", "macs", "activations")
        ],
        [cost.kind == "dense" for cost in costs],
    )
)
# [end:vgg16]


# [start:networks]
from cnnnotes.analysis import network, network_cost, total_cost
from cnnnotes.figures import cost as figures
from cnnnotes.site import fact, show

names = {
    "lenet5_full": "LeNet-5",
    "alexnet": "AlexNet",
    "vgg16": "VGG-16",
    "googlenet": "GoogLeNet",
    "resnet18": "ResNet-18",
    "resnet50": "ResNet-50",
    "mobilenet_v1": "MobileNetV1",
    "vit_b16": "ViT-B/16",
}
tables = {title: network(name) for name, title in names.items()}
totals = {title: total_cost(network_cost(*table)) for title, table in tables.items()}
print(f"{'':12}{'side':>4}{'parameters':>12}{'MACs':>15}{'uses':>5}")  # uses of a parameter for one image
for title, total in totals.items():
    per = total.macs / total.parameters
    side = tables[title][1][-1]
    print(f"{title:12}{side:>4}{total.parameters:12,}{total.macs:15,}{per:5.0f}")
later = total_cost(network_cost(*network("resnet50_3x3")))
print(f"ResNet-50 with strides in the 3×3: {later.macs:,} MACs")
fact("resnet-later", f"{100 * (later.macs / totals['ResNet-50'].macs - 1):.0f}")
fact("alexnet-again", f"{totals['AlexNet'].parameters / totals['GoogLeNet'].parameters:.1f}")
fact("googlenet-again", f"{totals['GoogLeNet'].macs / totals['AlexNet'].macs:.1f}")
show(
    figures.networks(
        list(totals), [total.parameters for total in totals.values()], [total.macs for total in totals.values()]
    )
)
# [end:networks]


# [start:growth]
from cnnnotes.analysis import Layer, network_cost, total_cost
from cnnnotes.figures import cost as figures
from cnnnotes.site import fact, show

channels = 64
same = {"kernel": 3, "padding": 1}
kinds = {
    "3×3 convolution": lambda places: [Layer("conv", channels, **same)],
    "depthwise separable": lambda places: [Layer("conv", channels, groups=channels, **same), Layer("conv", channels)],
    "attention": lambda places: [Layer("attention")],
    "fully connected": lambda places: [Layer("dense", channels * places)],
}
sides = [7, 14, 28, 56, 112, 224]
macs = {name: [] for name in kinds}
parameters = {name: [] for name in kinds}
for name, layers in kinds.items():
    for side in sides:
        cost = total_cost(network_cost(layers(side * side), (channels, side, side)))
        macs[name].append(cost.macs)
        parameters[name].append(cost.parameters)
for name in kinds:
    print(f"{name:20}{parameters[name][0]:>12,} parameters at 7×7, {parameters[name][-1]:>18,} at 224×224")
fact("separable", f"{macs['3×3 convolution'][0] / macs['depthwise separable'][0]:.1f}")
fact("attention-224", f"{macs['attention'][-1] / macs['3×3 convolution'][-1]:,.0f}")
fact("attention-7", f"{macs['attention'][0] / macs['3×3 convolution'][0]:.2f}")
show(figures.growth(sides, macs))
# [end:growth]


# [start:crossing]
from cnnnotes.analysis import Layer, layer_cost

layers = Layer("attention"), Layer("conv", 64, kernel=3, padding=1)
for side in (12, 13):
    attention, convolution = (layer_cost(layer, (64, side, side)).macs for layer in layers)
    ratio = attention / convolution
    print(f"{side}×{side}: attention / convolution = {ratio:.3f}")
# [end:crossing]


# [start:bottleneck]
from cnnnotes.analysis import Layer, layer_cost, network_cost, total_cost

shape = (256, 14, 14)
plain = layer_cost(Layer("conv", 256, kernel=3, padding=1), shape)
narrow = total_cost(
    network_cost([Layer("conv", 64), Layer("conv", 64, kernel=3, padding=1), Layer("conv", 256)], shape)
)
print(f"plain      {plain.parameters:9,} parameters {plain.macs:13,} MACs")
print(f"bottleneck {narrow.parameters:9,} parameters {narrow.macs:13,} MACs")
# [end:bottleneck]
