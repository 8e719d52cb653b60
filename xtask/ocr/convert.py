"""Makes the networks of www/models and src/ocr/data/{light*,heavy}.txt from their sources, and says whether they are those that are carried.

    python3 xtask/ocr/convert.py RAPIDOCR.whl FRA.traineddata.gz FACE-API.tgz OUT [DEU.traineddata SPA.… ITA.… POR.…]

The sources and their digests stand in NOTICE: the PyPI wheel rapidocr 3.10.0 and 4.0.0_best_int/fra.traineddata.gz of the npm package
@tesseract.js-data/fra 1.0.0, the npm package @vladmandic/face-api 1.7.15, and Debian's packages tesseract-ocr-{deu,spa,ita,por}. Needs numpy and onnx.
"""

import gzip
import json
import os
import struct
import sys
import tarfile
import zipfile

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper, version_converter

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")
# Characters beyond Latin letters that the heavy recogniser keeps.
EXTRA = "œŒ€–—’‘“”„«»•…·×÷±°²³¹º½¼¾µμ≤≥≈≠→←↑↓№™©®§¶†‡‰′″∅ΔΩαβγδεθλπσφω✓✔☐☑☒□■◆●○▪►−∞√"


# ---- PP-OCR: fewer classes, weights in 8 bits ----

def without_identities(model):
    """Drops nodes that hand their input on."""
    graph, stands_for, kept = model.graph, {}, []
    outputs = {o.name for o in graph.output}
    for node in graph.node:
        for k, name in enumerate(node.input):
            node.input[k] = stands_for.get(name, name)
        if node.op_type == "Identity" and node.output[0] not in outputs:
            stands_for[node.output[0]] = node.input[0]
        else:
            kept.append(node)
    del graph.node[:], graph.value_info[:]
    graph.node.extend(kept)
    return model


def latin_only(model):
    """Cuts the last layer down to the blank, Latin characters and the space; the characters kept."""
    known = next(p.value for p in model.metadata_props if p.key == "character").split("\n")
    known = known[:-1] if known[-1] == "" else known

    def wanted(c):
        o = ord(c) if len(c) == 1 else 0
        return 0x20 <= o < 0x7F or 0xA1 <= o <= 0x17F or o in (0x218, 0x219, 0x21A, 0x21B, 0x1E9E) or (o and c in EXTRA)
    kept = [k for k, c in enumerate(known) if wanted(c)]
    columns = [0] + [k + 1 for k in kept] + [len(known) + 1]
    for tensor in model.graph.initializer:
        if tensor.name in ("linear_8.w_0", "linear_8.b_0"):
            tensor.CopyFrom(numpy_helper.from_array(np.ascontiguousarray(numpy_helper.to_array(tensor)[..., columns]), tensor.name))
    model.graph.output[0].type.tensor_type.shape.dim[2].dim_value = len(columns)
    letters = [known[k] for k in kept]
    for prop in model.metadata_props:
        if prop.key == "character":
            prop.value = "\n".join(letters) + "\n"
    return letters


def in_bytes(model):
    """Large weights as bytes with a scale for each output channel; they are multiplied out when the file is loaded."""
    model = version_converter.convert_version(model, 13)
    graph, use = model.graph, {}
    for node in graph.node:
        for name in node.input:
            use.setdefault(name, node.op_type)
    tensors, nodes = [], []
    for t in graph.initializer:
        kind = use.get(t.name)
        if t.data_type != TensorProto.FLOAT or len(t.dims) < 2 or np.prod(t.dims) < 1024 or kind not in ("Conv", "MatMul", "ConvTranspose"):
            tensors.append(t)
            continue
        a = numpy_helper.to_array(t)
        axis = {"Conv": 0, "ConvTranspose": 1, "MatMul": a.ndim - 1}[kind]
        others = tuple(k for k in range(a.ndim) if k != axis)
        scale = np.maximum(np.abs(a).max(axis=others), 1e-8) / 127
        shape = [1] * a.ndim
        shape[axis] = -1
        tensors += stored(t.name, np.clip(np.round(a / scale.reshape(shape)), -127, 127), scale)
        nodes.append(multiplied(t.name, axis))
    rest = list(graph.node)
    del graph.initializer[:], graph.node[:]
    graph.initializer.extend(tensors)
    graph.node.extend(nodes + rest)
    return model


def stored(name, weights, scale):
    return [numpy_helper.from_array(weights.astype(np.int8), name + "_q"), numpy_helper.from_array(scale.astype(np.float32), name + "_s"),
            numpy_helper.from_array(np.zeros(len(scale), np.int8), name + "_z")]


def multiplied(name, axis):
    return helper.make_node("DequantizeLinear", [name + "_q", name + "_s", name + "_z"], [name], axis=axis)


# ---- PP-OCR: the network's layers in the order in which src/ocr/{finder,heavy}.rs run them ----

def layers(model):
    """Each layer with weights: a byte that says whether they are bytes (0), numbers (1) or whole numbers of two bytes (2), rows and columns as u16, a bias
    for each row, a scale for each where they are whole, the weights row by row. A row holds what one output takes from: rows of the window, columns, channels."""
    graph = model.graph
    held = {t.name: numpy_helper.to_array(t) for t in graph.initializer}
    parts = {n.output[0]: n.input for n in graph.node if n.op_type == "DequantizeLinear"}
    out = b""
    for node in graph.node:
        name = node.input[1] if len(node.input) > 1 else ""
        if node.op_type in ("Conv", "ConvTranspose", "MatMul") and (name in parts or name in held):
            q, scale = (held[parts[name][0]], held[parts[name][1]]) if name in parts else (held[name], None)
            if node.op_type == "Conv":
                rows, order, times = q.shape[0], (0, 2, 3, 1), 1
            elif node.op_type == "ConvTranspose":
                rows, order, times = q.shape[1] * 4, (2, 3, 1, 0), 4
            else:
                rows, order, times = q.shape[1], (1, 0), 1
            q = q.transpose(order).reshape(rows, -1)
            bias, scale = np.zeros(rows // times, np.float32), scale if scale is None else np.tile(scale, times)
            after = next(n for n in graph.node if node.output[0] in n.input)
            if after.op_type == "Add":
                bias = next((held[i].reshape(-1) for i in after.input if i in held), bias)
            elif after.op_type == "BatchNormalization":
                gain, shift, mean, spread = (held[i] for i in after.input[1:5])
                gain = gain / np.sqrt(spread + next(a.f for a in after.attribute if a.name == "epsilon"))
                bias = shift - mean * gain
                q, scale = (q * gain[:, None], None) if scale is None else (q, scale * gain)
            out += record(q, scale, np.tile(bias, times))
        elif node.op_type == "Mul" and name in held and held[name].size > 1:
            # A norm's gain; its shift is added next.
            after = next(n for n in graph.node if node.output[0] in n.input)
            out += record(held[name].reshape(-1, 1), None, held[after.input[1]].reshape(-1))
    return out


def record(q, scale, bias, kind=0):
    if len(bias) != len(q):
        raise SystemExit("a bias that does not fit")
    kind = 1 if scale is None else kind
    head = struct.pack("<BHH", kind, *q.shape) + bias.astype("<f4").tobytes() + (b"" if scale is None else scale.astype("<f4").tobytes())
    return head + q.astype(("i1", "<f4", "<i2")[kind]).tobytes()


# ---- tesseract: its own file → matrices ----

class Bytes:
    def __init__(self, data):
        self.data, self.at = data, 0

    def get(self, form):
        out = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return out if len(out) > 1 else out[0]

    def text(self):
        n = self.get("I")
        self.at += n
        return self.data[self.at - n:self.at].decode()

    def array(self, kind, n):
        out = np.frombuffer(self.data, kind, n, self.at)
        self.at += out.nbytes
        return out


def components(data):
    """The parts of a traineddata file by number."""
    b = Bytes(data)
    starts = [b.get("q") for _ in range(b.get("I"))]
    ends = sorted(s for s in starts if s >= 0) + [len(data)]
    return {k: data[s:ends[ends.index(s) + 1]] for k, s in enumerate(starts) if s >= 0}


def weights(b):
    """A matrix in bytes and the scale of each row; the last column is the bias."""
    if b.get("B") & 129 != 129:
        raise SystemExit("not a network in integers")
    rows, columns = b.get("ii")
    b.get("b")
    a = b.array("i1", rows * columns).reshape(rows, columns)
    return a, b.array("<f8", b.get("I"))[:rows]


def layer(b):
    if b.get("b") != 0:
        raise SystemExit("a layer without its name")
    kind = b.text()
    _, _, flags, ni, no, _ = b.get("bbiiii")
    b.text()
    own = {"kind": kind, "ni": ni, "no": no}
    if kind in ("Series", "RTLReversed", "XYTranspose"):
        own["inner"] = [layer(b) for _ in range(b.get("I"))]
        if flags & 64:
            b.array("<f4", b.get("I"))
    elif kind == "Input":
        own["shape"] = b.get("iiiii")
    elif kind in ("Convolve", "Maxpool"):
        own["size"] = b.get("ii")
    elif kind in ("LSTM", "SummLSTM"):
        b.get("i")
        own["gates"] = [weights(b) for _ in range(4)]
    elif kind in ("Tanh", "Relu", "Softmax"):
        own["weights"] = weights(b)
    else:
        raise SystemExit("a layer that is not known: " + kind)
    return own


def written(a, scale):
    """A matrix as src/ocr/lstm.rs reads it: rows and columns, a scale for each row, the numbers."""
    return struct.pack("<HH", *a.shape) + scale.astype("<f4").tobytes() + a.astype("i1").tobytes()


def tesseract(data):
    """The network's matrices one after the other, and the character of each class."""
    parts = components(data)
    b = Bytes(parts[17])
    net = layer(b)
    b.text()
    null = b.get("iiii")[3]
    kinds = [l["kind"] for l in net["inner"]]
    if kinds != ["Input", "Series", "Maxpool", "XYTranspose", "LSTM", "RTLReversed", "LSTM", "Softmax"]:
        raise SystemExit("not the network that src/ocr/light.rs runs: " + " ".join(kinds))
    out = b""
    for l in net["inner"]:
        if l["kind"] == "Series":
            size, full = l["inner"]
            if (size["size"], size["ni"], full["kind"]) != ((1, 1), 1, "Tanh"):
                raise SystemExit("other filters")
            out += written(*full["weights"])
        elif l["kind"] in ("XYTranspose", "LSTM", "RTLReversed"):
            # In the file as in the crate: input, input gate, forget gate, output gate.
            gates = (l["inner"][0] if "inner" in l else l)["gates"]
            out += written(np.concatenate([a for a, _ in gates]), np.concatenate([s for _, s in gates]))
        elif l["kind"] == "Softmax":
            out += written(*l["weights"])
        elif l["kind"] == "Maxpool" and l["size"] != (3, 3):
            raise SystemExit("another pool")
    b = Bytes(parts[22])
    codes = []
    for _ in range(b.get("I")):
        b.get("b")
        codes.append([b.get("i") for _ in range(b.get("i"))])
    listed = parts[21].decode().split("\n")
    names = [line.split(" ")[0] for line in listed[1:int(listed[0]) + 1]]
    names[0] = " "
    letters = [""] * net["no"]
    for code, name in zip(codes, names):
        if len(code) == 1 and code[0] not in (null,) and not name.startswith("|Broken"):
            letters[code[0]] = name
    return out, letters


# ---- face-api: its tiny detector ----

def tiny_faces(tarball):
    """Weights are bytes with a scale and a least value, which is a whole number of scales: as whole numbers they are kept exactly."""
    with tarfile.open(tarball) as t:
        read = lambda name: t.extractfile("package/model/tiny_face_detector_model" + name).read()
        told, raw = json.loads(read("-weights_manifest.json"))[0]["weights"], read(".bin")
    weights, at = {}, 0
    for w in told:
        count, q = int(np.prod(w["shape"])), w["quantization"]
        zero = round(-q["min"] / q["scale"])
        assert abs(zero + q["min"] / q["scale"]) < 1e-6
        weights[w["name"]] = np.frombuffer(raw, np.uint8, count, at).reshape(w["shape"]).astype(int) - zero, np.float32(q["scale"])
        at += count
    assert at == len(raw)

    def layer(key, order, bias=None):
        q, scale = weights[key]
        q = q.transpose(order)
        q = q.reshape(len(q), -1)
        own = np.zeros(len(q), np.float32) if bias is None else (weights[bias][0] * weights[bias][1]).astype(np.float32)
        return record(q, np.full(len(q), scale), own, 2)

    out = layer("conv0/filters", (3, 0, 1, 2), "conv0/bias")
    for i in range(1, 6):
        key = f"conv{i}"
        out += layer(key + "/depthwise_filter", (2, 0, 1, 3)) + layer(key + "/pointwise_filter", (3, 0, 1, 2), key + "/bias")
    return out + layer("conv8/filters", (3, 0, 1, 2), "conv8/bias")


def same(name, made):
    """Whether a file has the bytes of the one that is carried."""
    path = os.path.join(ROOT, "www/models", name)
    carried = open(path, "rb").read() if os.path.exists(path) else None
    print(name, "is the carried one" if made == carried else "DIFFERS from what is carried")


def main(wheel, trained, faces, out, *others):
    os.makedirs(out, exist_ok=True)
    with zipfile.ZipFile(wheel) as z:
        read = lambda name: onnx.load_from_string(z.read("rapidocr/models/" + name))
        detector, heavy = read("PP-OCRv6_det_small.onnx"), read("PP-OCRv6_rec_small.onnx")
    letters = latin_only(heavy)
    light, small = tesseract(gzip.open(trained).read())
    tongues = {code: tesseract(open(path, "rb").read()) for code, path in zip(("de", "es", "it", "pt"), others)}
    for name, made in (*((f"light-{code}.lstm", net) for code, (net, _) in tongues.items()), ("light.lstm", light), ("faces.net", tiny_faces(faces)), ("detector.net", layers(in_bytes(without_identities(detector)))),
                       ("heavy.net", layers(in_bytes(without_identities(heavy))))):
        open(os.path.join(out, name), "wb").write(made)
        same(name, made)
    for name, chars in (("heavy.txt", letters), ("light.txt", small), *((f"light-{code}.txt", own) for code, (_, own) in tongues.items())):
        text = "\n".join(chars) + "\n"
        open(os.path.join(out, name), "w").write(text)
        carried = open(os.path.join(ROOT, "src/ocr/data", name)).read()
        print(name, "is the carried one" if text == carried else "DIFFERS from what is carried")


if __name__ == "__main__":
    main(*sys.argv[1:])
