"""Step 3: contrastive fine-tuning on Russian–Kazakh pairs; stops and goes on where it was.

Each sentence must find its translation among all sentences of the batch, those of the other
language and those of its own (InfoNCE with same-language negatives), in both directions.

    python -m models.build.fine_tune --work WORK --data DATA
"""

from __future__ import annotations

import argparse
import random
import time
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch.nn.functional import cross_entropy, normalize
from transformers import BertModel

from models.build.corpus import add_data_argument, training_pairs

EPOCHS = 2
BATCH = 48  # pairs
RATE = 3e-5  # peak learning rate; rises over the first tenth, then falls to zero
TEMPERATURE = 0.03
MAX_TOKENS = 128  # of a training sentence; the model itself takes 512
POOL = 32  # batches whose pairs are sorted by length together: little padding, harder negatives
SEED = 7
SAVE_EVERY = 100  # steps


def batches(pairs: list[tuple[str, str]], epoch: int) -> list[list[tuple[str, str]]]:
    """The epoch's batches, the same ones each time it is called."""
    order = random.Random(f"{SEED} {epoch}")
    pairs = order.sample(pairs, len(pairs))
    pools = [pairs[i : i + POOL * BATCH] for i in range(0, len(pairs), POOL * BATCH)]
    cut = []
    for pool in pools:
        pool.sort(key=lambda pair: len(pair[0]) + len(pair[1]))
        cut += [pool[i : i + BATCH] for i in range(0, len(pool), BATCH)]
    order.shuffle(cut)
    return [batch for batch in cut if len(batch) > 1]


def vectors(model: BertModel, tokenizer: Tokenizer, texts: list[str]) -> torch.Tensor:
    """Mean over all tokens, then length 1, as multilingual-e5 does; shape (n, d)."""
    encoded = tokenizer.encode_batch(texts)
    device = model.device
    ids = torch.tensor([e.ids for e in encoded], device=device)
    mask = torch.tensor([e.attention_mask for e in encoded], device=device)
    with torch.autocast(device.type, torch.bfloat16):
        states = model(input_ids=ids, attention_mask=mask).last_hidden_state
    weights = mask.unsqueeze(-1).float()
    return normalize((states.float() * weights).sum(1) / weights.sum(1), dim=1)


def loss(ru: torch.Tensor, kk: torch.Tensor) -> torch.Tensor:
    """InfoNCE in both directions; a sentence is no negative of itself."""
    own = torch.eye(len(ru), dtype=torch.bool, device=ru.device)
    across = ru @ kk.T / TEMPERATURE
    within_ru = (ru @ ru.T / TEMPERATURE).masked_fill(own, float("-inf"))
    within_kk = (kk @ kk.T / TEMPERATURE).masked_fill(own, float("-inf"))
    target = torch.arange(len(ru), device=ru.device)
    forward = cross_entropy(torch.cat([across, within_ru], 1), target)
    backward = cross_entropy(torch.cat([across.T, within_kk], 1), target)
    return (forward + backward) / 2


def rate_at(step: int, steps: int) -> float:
    """Share of the peak learning rate: linear up, linear down."""
    warm = steps / 10
    return min((step + 1) / warm, (steps - step) / (steps - warm))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, required=True, help="folder of steps 1 and 2")
    add_data_argument(parser, "train")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    args = parser.parse_args()
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.manual_seed(SEED)
    tokenizer = Tokenizer.from_file(str(args.work / "cut" / "tokenizer.json"))
    tokenizer.enable_truncation(MAX_TOKENS)
    tokenizer.enable_padding(pad_id=1, pad_token="<pad>")
    model = BertModel.from_pretrained(args.work / "cut", add_pooling_layer=False).to(device)
    model.train()
    for module in model.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = 0.0  # one short pass: noise only costs accuracy
    optimiser = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=0.01)
    pairs = training_pairs(args.data)
    plan = [batch for epoch in range(args.epochs) for batch in batches(pairs, epoch)]
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: rate_at(step, len(plan)))
    checkpoint, done = args.work / "fine_tune.pt", 0
    if checkpoint.exists():
        saved = torch.load(checkpoint, map_location=device, weights_only=True)
        done = saved["done"]
        model.load_state_dict(saved["model"])
        optimiser.load_state_dict(saved["optimiser"])
        schedule.load_state_dict(saved["schedule"])
    print(f"{len(pairs)} pairs, {len(plan)} steps of {BATCH}, on {device}, from step {done}")
    began, smooth = time.monotonic(), None
    for step in range(done, len(plan)):
        ru, kk = zip(*plan[step], strict=True)
        cost = loss(vectors(model, tokenizer, list(ru)), vectors(model, tokenizer, list(kk)))
        optimiser.zero_grad()
        cost.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        smooth = cost.item() if smooth is None else 0.95 * smooth + 0.05 * cost.item()
        if (step + 1) % SAVE_EVERY == 0 or step + 1 == len(plan):
            minutes = (time.monotonic() - began) / 60
            print(f"step {step + 1}/{len(plan)}  loss {smooth:.3f}  {minutes:.1f} min", flush=True)
            state = {"done": step + 1, "model": model.state_dict()}
            state |= {"optimiser": optimiser.state_dict(), "schedule": schedule.state_dict()}
            torch.save(state, checkpoint.with_suffix(".part"))
            checkpoint.with_suffix(".part").replace(checkpoint)
    out = args.work / "tuned"
    model.save_pretrained(out)
    (out / "tokenizer.json").write_bytes((args.work / "cut" / "tokenizer.json").read_bytes())
    print(out)


if __name__ == "__main__":
    main()
