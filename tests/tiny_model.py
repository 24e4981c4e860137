"""A sentence-transformers model made on the spot: random weights, no download."""

from pathlib import Path


def save_tiny_model(folder: Path) -> Path:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.base.modules import Transformer
    from sentence_transformers.sentence_transformer.modules import Pooling
    from transformers import BertConfig, BertModel, BertTokenizerFast

    inner = folder / "bert"
    inner.mkdir(parents=True)
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"абвгдежзийклмнопрстуфхцчшщъыьэюя"]
    words += [f"##{letter}" for letter in "абвгдежзийклмнопрстуфхцчшщъыьэюя"]
    (inner / "vocab.txt").write_text("\n".join(words), "utf-8")
    BertTokenizerFast(str(inner / "vocab.txt")).save_pretrained(inner)
    config = BertConfig(
        vocab_size=len(words), hidden_size=16, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=16, max_position_embeddings=64,
    )  # fmt: skip
    BertModel(config).save_pretrained(inner)
    model = SentenceTransformer(modules=[Transformer(str(inner)), Pooling(16)], device="cpu")
    model.save(str(folder / "model"))
    return folder / "model"
