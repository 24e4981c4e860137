"""The tokenizer: SentencePiece unigram pieces in the `tokenizers` library's own format."""

from __future__ import annotations

from tokenizers import Regex, Tokenizer, decoders, normalizers, pre_tokenizers, processors
from tokenizers.models import Unigram

SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")  # rows 0 to 3 of the embedding, as in XLM-R
MAX_TOKENS = 512  # rows of the position embedding

# XLM-R's normaliser drops these too: soft hyphen, zero-width space, marks of direction
INVISIBLE = "[\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff]"


def build_tokenizer(pieces: list[tuple[str, float]]) -> Tokenizer:
    """A tokenizer over the pieces (in embedding order), with `<s> … </s>` around each text."""
    assert tuple(piece for piece, _ in pieces[:4]) == SPECIAL
    tokenizer = Tokenizer(Unigram([(p, s) for p, s in pieces], unk_id=3, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex(INVISIBLE), ""),
            normalizers.NFKC(),
            normalizers.Replace(Regex(r"[\s\p{Cc}]+"), " "),
            normalizers.Strip(),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    tokenizer.add_special_tokens(list(SPECIAL))
    tokenizer.enable_truncation(MAX_TOKENS)
    return tokenizer
