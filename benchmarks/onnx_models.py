"""One-node ONNX models, run by onnxruntime on one thread."""

import numpy as np
import onnxruntime
from onnx import TensorProto, helper

TYPES = {"float32": TensorProto.FLOAT, "float64": TensorProto.DOUBLE, "int64": TensorProto.INT64}


def model(node, inputs, outputs, attributes, opset=22):
    """A model of one node; ``inputs`` are arrays, ``outputs`` names with their types."""
    names = [f"input{i}" for i in range(len(inputs))]
    given = [
        helper.make_tensor_value_info(name, TYPES[str(array.dtype)], array.shape)
        for name, array in zip(names, inputs, strict=True)
    ]
    returned = [helper.make_tensor_value_info(name, TYPES[kind], None) for name, kind in outputs.items()]
    graph = helper.make_graph([helper.make_node(node, names, list(outputs), **attributes)], node, given, returned)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=10)


def start(graph):
    """The model, loaded to run on one thread."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(graph.SerializeToString(), options, ["CPUExecutionProvider"])


def run(node, inputs, attributes, outputs=None):
    """All outputs of one node."""
    graph = model(node, inputs, outputs or {"y": str(inputs[0].dtype)}, attributes)
    return start(graph).run(None, {f"input{i}": array for i, array in enumerate(inputs)})


def session(node, inputs, shape, *, stride=1, padding=0, dilation=1, groups=None, kernel=None):
    """A call without arguments that runs the node, or None where onnxruntime has no kernel for it."""
    attributes = {"strides": [stride] * 2, "pads": [padding] * 4, "dilations": [dilation] * 2}
    if groups is not None:
        attributes["group"] = groups
    if kernel is not None:
        attributes["kernel_shape"] = [kernel] * 2
    graph = model(node, inputs, {"y": str(inputs[0].dtype)}, attributes)
    try:
        running = start(graph)
    except Exception as error:
        if "NOT_IMPLEMENTED" in str(error):
            return None
        raise
    feed = {f"input{i}": array for i, array in enumerate(inputs)}
    assert np.shape(running.run(None, feed)[0]) == shape
    return lambda: running.run(None, feed)
