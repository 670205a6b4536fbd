"""Fits tower and head: AdamW, a warm-up and a linear way down, bf16 where the processor is faster with it."""

import logging
import random
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from pipeline.encoder.weights import Stack
from pipeline.training.tagger.network import TaggerNet
from pipeline.training.tagger.units import IGNORED, Batch, Unit, batches

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """How the tagger is fitted."""

    epochs: int = 4
    tokens: int = 1500
    """A batch has about so many."""
    rate: float = 2e-4
    head_rate: float = 1e-3
    warm_up: int = 100
    dropout: float = 0.1
    blanks: float = 0.1
    """Share of the tokens that are blanked: what a word means is to be told by those around it too."""
    smoothing: float = 0.05
    """Of the probability, spread over the other tags: a small corpus makes a tagger too sure."""
    decay: float = 0.01
    seed: int = 1


def fit(
    stack: Stack,
    epochs: Iterable[Sequence[Unit]],
    options: Fit,
    progress: Callable[[float], None] = lambda _: None,
) -> TaggerNet:
    """Return a fitted net; `epochs` gives the units of each epoch, `progress` is told the share done."""
    torch.manual_seed(options.seed)
    rng = random.Random(options.seed)  # noqa: S311 - dice, not secrets
    net = TaggerNet(stack, dropout=options.dropout, blanks=options.blanks)
    optimizer = _optimizer(net, options)
    for number, units in enumerate(epochs):
        began = time.monotonic()
        losses = []
        found = list(batches(units, options.tokens, rng))
        for at, batch in enumerate(found):
            epoch = number + at / len(found)
            share = _rate(epoch, number * len(found) + at, options)
            for group in optimizer.param_groups:
                group["lr"] = group["full"] * share
            losses.append(_step(net, batch, optimizer, options.smoothing))
            progress(epoch / options.epochs)
        took = time.monotonic() - began
        log.info("epoch %d of %d: loss %.4f, %.0f s", number + 1, options.epochs, np.mean(losses), took)
    return net.eval()


def _optimizer(net: TaggerNet, options: Fit) -> torch.optim.Optimizer:
    return torch.optim.AdamW(
        [
            {"params": list(net.tower.parameters()), "lr": options.rate, "full": options.rate},
            {"params": list(net.head.parameters()), "lr": options.head_rate, "full": options.head_rate},
        ],
        weight_decay=options.decay,
    )


def _rate(epoch: float, step: int, options: Fit) -> float:
    """Return the share of the full rate: up in the first steps, then down to nothing at the end."""
    return min((step + 1) / options.warm_up, max(0.0, 1 - epoch / options.epochs))


def _step(net: TaggerNet, batch: Batch, optimizer: torch.optim.Optimizer, smoothing: float) -> float:
    net.train()
    with torch.autocast("cpu", dtype=torch.bfloat16):
        scores = net(torch.from_numpy(batch.states), torch.from_numpy(batch.mask))
    loss: Tensor = functional.cross_entropy(
        scores.float().flatten(0, 1),
        torch.from_numpy(batch.tags).flatten(),
        ignore_index=IGNORED,
        label_smoothing=smoothing,
    )
    optimizer.zero_grad()
    loss.backward()  # type: ignore[no-untyped-call]
    torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
    optimizer.step()
    return float(loss.detach())
