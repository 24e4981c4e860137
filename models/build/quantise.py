"""Step 4: the tuned model as one int8 ONNX graph, from token ids to unit vectors.

The graph is written node by node, so that it holds exactly the operators that onnxruntime runs
fast, and so that the activations are quantised by token, not by batch: quantised by batch (what
the library's own dynamic quantisation does) a sentence's vector depends on its neighbours,
down to a cosine of 0.992 with the vector of the same sentence alone; by token it is 0.999999.

    python -m models.build.quantise --work WORK --out models/ru-kk-e5-small
"""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import load_file

from models.build.tokenizer import MAX_TOKENS

MICROSOFT = "com.microsoft"  # the domain of onnxruntime's fused operators
OPSET = 18
IR_VERSION = 9
ZERO = 128  # an activation of 0 as uint8; activations are scaled symmetrically, weights as int8
FORMAT = "ru-kk-align encoder 1"  # align/embed.py reads this kind


class Graph:
    """Nodes and constants, added one by one."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}

    def constant(self, name: str, value: np.ndarray) -> str:
        if name not in self.constants:
            self.constants[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def node(self, kind: str, inputs: list[str], domain: str = "", **attributes: object) -> str:
        output = f"{kind.lower()}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [output], domain=domain, **attributes))
        return output

    def integers(self, *values: int) -> str:
        return self.constant("i_" + "_".join(map(str, values)), np.array(values, np.int64))


def quantised(weights: np.ndarray, axis: int) -> tuple[np.ndarray, np.ndarray]:
    """(int8 weights, float32 scales): symmetric, one scale for each index along `axis`."""
    largest = np.abs(weights).max(axis=1 - axis, keepdims=True)
    scale = np.maximum(largest / 127, 1e-12).astype(np.float32)
    return np.round(weights / scale).astype(np.int8), scale


TOKEN_LAYER = 10  # whose token vectors are handed out, see OnnxEncoder.encode_tokens


class Bert:
    """The graph of a BERT encoder with mean pooling, from a transformers state dict."""

    def __init__(self, config: dict[str, int], state: dict[str, np.ndarray]) -> None:
        self.config, self.state, self.graph = config, state, Graph()
        self.hidden = config["hidden_size"]
        # What the graph calls the tokens after TOKEN_LAYER, and after the last layer.
        self.token_output = self.state_output = ""

    def build(self) -> onnx.ModelProto:
        graph = self.graph
        batch_shape = graph.node(
            "Concat", [graph.node("Shape", ["input_ids"]), graph.integers(self.hidden)], axis=0
        )
        x = graph.node("Reshape", [self.embeddings(), graph.integers(-1, self.hidden)])
        for layer in range(self.config["num_hidden_layers"]):
            x = self.layer(x, f"encoder.layer.{layer}.", batch_shape)
            if layer + 1 == TOKEN_LAYER:
                self.token_output = x
        self.state_output = x
        self.pool(graph.node("Reshape", [x, batch_shape]))
        ids, mask = (
            helper.make_tensor_value_info(name, kind, ["sentences", "tokens"])
            for name, kind in (
                ("input_ids", TensorProto.INT64),
                ("attention_mask", TensorProto.INT32),
            )
        )
        output = helper.make_tensor_value_info(
            "vectors", TensorProto.FLOAT, ["sentences", self.hidden]
        )
        body = helper.make_graph(
            graph.nodes, "encoder", [ids, mask], [output], list(graph.constants.values())
        )
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, 1)]
        return helper.make_model(body, opset_imports=opsets, ir_version=IR_VERSION)

    def embeddings(self) -> str:
        """Word + position + type vectors, normed. The words are int8 with a scale per piece."""
        graph, state = self.graph, self.state
        words, scales = quantised(state["embeddings.word_embeddings.weight"], axis=0)
        rows = graph.node("Gather", [graph.constant("words", words), "input_ids"])
        scale = graph.node("Gather", [graph.constant("word_scales", scales), "input_ids"])
        word = graph.node("Mul", [graph.node("Cast", [rows], to=TensorProto.FLOAT), scale])
        positions = state["embeddings.position_embeddings.weight"]
        places = graph.constant(
            "places", positions + state["embeddings.token_type_embeddings.weight"][0]
        )
        width = graph.node(
            "Slice", [graph.node("Shape", ["input_ids"]), graph.integers(1), graph.integers(2)]
        )
        place = graph.node("Slice", [places, graph.integers(0), width, graph.integers(0)])
        summed = graph.node("Add", [word, place])
        return self.layer_norm(summed, "embeddings.LayerNorm")

    def bias(self, name: str) -> str:
        return self.graph.constant(f"{name}.bias", self.state[f"{name}.bias"])

    def by_token(self, x: str) -> tuple[str, str]:
        """(uint8 activations around ZERO, their scales (tokens, 1))."""
        graph = self.graph
        last = graph.integers(-1)
        high = graph.node("ReduceMax", [x, last], keepdims=1)
        low = graph.node("Neg", [graph.node("ReduceMin", [x, last], keepdims=1)])
        share = graph.constant("share", np.array(1 / 127, np.float32))
        scale = graph.node("Mul", [graph.node("Max", [high, low]), share])
        one = graph.constant("one", np.array(1, np.float32))
        zero = graph.constant("zero", np.array(ZERO, np.uint8))
        return graph.node("QuantizeLinear", [graph.node("Div", [x, scale]), one, zero]), scale

    def product(self, activations: tuple[str, str], name: str) -> str:
        """Activations · weights without the bias, which the next operator adds."""
        graph = self.graph
        x, scale = activations
        weights, scales = quantised(self.state[f"{name}.weight"].T, axis=1)
        inputs = [
            x, graph.constant(f"{name}.int8", weights), "one",
            graph.constant(f"{name}.scale", scales.reshape(-1)), "zero",
        ]  # fmt: skip
        return graph.node("Mul", [graph.node("MatMulIntegerToFloat", inputs, MICROSOFT), scale])

    def layer(self, x: str, name: str, batch_shape: str) -> str:
        graph, state = self.graph, self.state
        inputs = self.by_token(x)
        parts = [f"{name}attention.self.{part}" for part in ("query", "key", "value")]
        heads = [graph.node("Reshape", [self.product(inputs, part), batch_shape]) for part in parts]
        biases = graph.constant(
            f"{name}attention.bias", np.concatenate([state[f"{part}.bias"] for part in parts])
        )
        attended = graph.node(
            "MultiHeadAttention", [*heads, biases, "attention_mask"], MICROSOFT,
            num_heads=self.config["num_attention_heads"],
        )  # fmt: skip
        flat = graph.node("Reshape", [attended, graph.integers(-1, self.hidden)])
        x = self.add_and_norm(flat, x, f"{name}attention.output")
        inner = self.product(self.by_token(x), f"{name}intermediate.dense")
        inner = graph.node("BiasGelu", [inner, self.bias(f"{name}intermediate.dense")], MICROSOFT)
        return self.add_and_norm(inner, x, f"{name}output")

    def add_and_norm(self, x: str, residual: str, name: str) -> str:
        """LayerNorm(residual + dense(x)).

        A Sum, not Adds: these onnxruntime would fuse with the norm into SkipLayerNormalization,
        which took a fifth of the whole time where LayerNormalization takes a tenth of that.
        """
        dense = self.product(self.by_token(x), f"{name}.dense")
        summed = self.graph.node("Sum", [dense, residual, self.bias(f"{name}.dense")])
        return self.layer_norm(summed, f"{name}.LayerNorm")

    def layer_norm(self, x: str, name: str) -> str:
        weight, bias = (
            self.graph.constant(f"{name}.{part}", self.state[f"{name}.{part}"])
            for part in ("weight", "bias")
        )
        epsilon = float(self.config["layer_norm_eps"])
        return self.graph.node("LayerNormalization", [x, weight, bias], axis=-1, epsilon=epsilon)

    def pool(self, x: str) -> None:
        """Mean over the tokens that are no padding, scaled to length 1."""
        graph = self.graph
        mask = graph.node("Cast", ["attention_mask"], to=TensorProto.FLOAT)
        mask = graph.node("Unsqueeze", [mask, graph.integers(2)])
        total = graph.node(
            "ReduceSum", [graph.node("Mul", [x, mask]), graph.integers(1)], keepdims=0
        )
        count = graph.node("ReduceSum", [mask, graph.integers(1)], keepdims=0)
        mean = graph.node("Div", [total, count])
        graph.nodes.append(helper.make_node("LpNormalization", [mean], ["vectors"], axis=1, p=2))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, required=True, help="folder of the earlier steps")
    parser.add_argument("--out", type=Path, required=True, help="the model folder")
    parser.add_argument("--of", default="tuned", help="which of the work folders to quantise")
    args = parser.parse_args()
    source = args.work / args.of
    config = json.loads((source / "config.json").read_text("utf-8"))
    bert = Bert(config, load_file(source / "model.safetensors"))
    model = bert.build()
    args.out.mkdir(parents=True, exist_ok=True)
    onnx.save(model, args.out / "model.onnx")
    tokenizer = json.loads((source / "tokenizer.json").read_text("utf-8"))
    with (args.out / "tokenizer.json").open("w", encoding="utf-8") as file:
        json.dump(tokenizer, file, ensure_ascii=False, separators=(",", ":"))
    about = {
        "format": FORMAT,
        "dimensions": config["hidden_size"],
        "max_tokens": MAX_TOKENS,
        "pad_id": config["pad_token_id"],
        "state_output": bert.state_output,
        "token_output": bert.token_output,
    }
    (args.out / "config.json").write_text(json.dumps(about, indent=1) + "\n", "utf-8")
    size = sum(os.path.getsize(path) for path in args.out.iterdir())
    print(f"{args.out}: {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
