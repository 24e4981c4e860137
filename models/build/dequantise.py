"""The committed model as an ordinary float32 SentenceTransformer: for benchmarks, and to train on.

python -m models.build.dequantise --model models/ru-kk-e5-small --out FOLDER
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules import Normalize, Transformer
from sentence_transformers.sentence_transformer.modules import Pooling
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast


def state_of(graph: onnx.GraphProto) -> dict[str, torch.Tensor]:
    """The BERT state dict whose weights are exactly what the int8 graph multiplies with."""
    constants = {item.name: numpy_helper.to_array(item) for item in graph.initializer}
    words = constants["words"].astype(np.float32) * constants["word_scales"]
    state = {
        "embeddings.word_embeddings.weight": words,
        "embeddings.position_embeddings.weight": constants["places"],
        "embeddings.token_type_embeddings.weight": np.zeros((2, words.shape[1]), np.float32),
    }
    for name, value in constants.items():
        if name.endswith(".int8"):
            weights = value.astype(np.float32) * constants[name.removesuffix("int8") + "scale"]
            state[name.removesuffix("int8") + "weight"] = weights.T
        elif name.endswith("attention.bias"):
            parts = np.split(value, 3)
            for part, bias in zip(("query", "key", "value"), parts, strict=True):
                state[name.removesuffix("bias") + f"self.{part}.bias"] = bias
        elif name.endswith((".weight", ".bias")):
            state[name] = value
    return {name: torch.from_numpy(np.array(value)) for name, value in state.items()}


def attribute(graph: onnx.GraphProto, kind: str, name: str) -> onnx.AttributeProto:
    """The attribute of the first node of this kind: all of a kind have the same."""
    node = next(node for node in graph.node if node.op_type == kind)
    return next(found for found in node.attribute if found.name == name)


def as_sentence_transformer(folder: Path) -> SentenceTransformer:
    """The model folder's weights in float32, run by torch."""
    graph = onnx.load(folder / "model.onnx").graph
    state = state_of(graph)
    about = json.loads((folder / "config.json").read_text("utf-8"))
    inner, hidden = state["encoder.layer.0.intermediate.dense.weight"].shape
    config = BertConfig(
        vocab_size=len(state["embeddings.word_embeddings.weight"]),
        hidden_size=hidden, intermediate_size=inner,
        num_attention_heads=attribute(graph, "MultiHeadAttention", "num_heads").i,
        num_hidden_layers=sum(name.endswith("intermediate.dense.weight") for name in state),
        max_position_embeddings=about["max_tokens"],
        layer_norm_eps=attribute(graph, "LayerNormalization", "epsilon").f,
        pad_token_id=about["pad_id"],
    )  # fmt: skip
    model = BertModel(config, add_pooling_layer=False)
    model.load_state_dict(state)
    with tempfile.TemporaryDirectory() as place:
        model.save_pretrained(place)
        PreTrainedTokenizerFast(
            tokenizer_file=str(folder / "tokenizer.json"),
            model_max_length=about["max_tokens"],
            bos_token="<s>", cls_token="<s>", eos_token="</s>", sep_token="</s>",
            unk_token="<unk>", pad_token="<pad>",
        ).save_pretrained(place)  # fmt: skip
        transformer = Transformer(place)
    modules = [transformer, Pooling(hidden, pooling_mode="mean"), Normalize()]
    return SentenceTransformer(modules=modules, device="cpu")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", type=Path, required=True, help="a model folder of ours")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    as_sentence_transformer(args.model).save_pretrained(str(args.out))
    print(args.out)


if __name__ == "__main__":
    main()
