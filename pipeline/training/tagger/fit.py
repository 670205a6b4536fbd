"""Fits tower and head in torch: AdamW, a warm-up and a linear way down, bf16 where it is faster.

The tower is the layers above the trunk; it reads the hidden states of the trunk, and learns
a tag a token. Serving needs no torch.
"""

import logging
import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils.rnn import pad_sequence

from pipeline.encoder.graph import Affine, Layer, Stack
from pipeline.encoder.serving import OnnxEncoder, Trunk
from pipeline.entities.bio import TAGS, begins, goes_on
from pipeline.entities.tagger import Head
from pipeline.training.tagger.examples import Example, Span

log = logging.getLogger(__name__)
IGNORED = -100
"""The tag of what counts neither way: title path, special tokens, masked stretches."""
AT_ONCE = 256


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Unit:
    """One window: hidden states (tokens, dimension) of the trunk, and tags (tokens,)."""

    states: npt.NDArray[np.float16]
    tags: npt.NDArray[np.int64]


class TaggerNet(nn.Module):
    """The tower and the head: hidden states of the trunk to scores of tags."""

    def __init__(self, stack: Stack, *, dropout: float, blanks: float = 0.0) -> None:
        super().__init__()
        self.blanks = blanks
        self.epsilon, self.heads = stack.epsilon, stack.heads
        self.tower = nn.ModuleList(_tower_layer(layer, stack, dropout) for layer in stack.layers)
        self.dropout = nn.Dropout(dropout)
        self.head = nn.Linear(stack.hidden, len(TAGS))

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        """Return (batch, tokens, tags): scores, not yet probabilities."""
        if self.training:
            states = states * (torch.rand(mask.shape) >= self.blanks)[:, :, None]
        for layer in self.tower:
            states = layer(states, src_key_padding_mask=mask == 0)
        scores: Tensor = self.head(self.dropout(states))
        return scores

    def stack(self) -> Stack:
        """Return the tower's weights as they are now."""
        layers = tuple(_layer(one) for one in self.tower if isinstance(one, nn.TransformerEncoderLayer))
        return Stack(layers=layers, heads=self.heads, epsilon=self.epsilon)

    def trained_head(self) -> Head:
        """Return the head's weights as they are now."""
        head = _affine(self.head.weight, self.head.bias)
        return Head(weight=head.weight, bias=head.bias)


def _tower_layer(given: Layer, stack: Stack, dropout: float) -> nn.TransformerEncoderLayer:
    """Return a layer of BERT's kind that begins from given weights."""
    made = nn.TransformerEncoderLayer(
        stack.hidden,
        stack.heads,
        len(given.inner.bias),
        dropout,
        functional.gelu,
        stack.epsilon,
        batch_first=True,
    )
    # Dropout is for what is added to the hidden states alone, as the layers were trained before.
    made.self_attn.dropout = made.dropout.p = 0.0
    inputs = given.query, given.key, given.value
    made.self_attn.in_proj_weight.data = torch.from_numpy(np.concatenate([part.weight for part in inputs]))
    made.self_attn.in_proj_bias.data = torch.from_numpy(np.concatenate([part.bias for part in inputs]))
    for name, part in _PARTS.items():
        made.get_submodule(part).weight.data = torch.from_numpy(np.array(getattr(given, name).weight))
        made.get_submodule(part).bias.data = torch.from_numpy(np.array(getattr(given, name).bias))
    return made


_PARTS = {
    "attention": "self_attn.out_proj", "attention_norm": "norm1", "inner": "linear1", "outer": "linear2",
    "output_norm": "norm2",
}  # fmt: skip
"""What the parts of a layer are called in torch, but those of its inputs, which are one there."""


def _layer(trained: nn.TransformerEncoderLayer) -> Layer:
    """Return the weights of a layer as they are now."""
    state = trained.state_dict()
    inputs = (state[f"self_attn.in_proj_{name}"].chunk(3) for name in ("weight", "bias"))
    query, key, value = map(_affine, *inputs)
    rest = {name: _affine(state[f"{part}.weight"], state[f"{part}.bias"]) for name, part in _PARTS.items()}
    return Layer(query=query, key=key, value=value, **rest)


def _affine(weight: Tensor, bias: Tensor) -> Affine:
    return Affine(weight=weight.detach().numpy().copy(), bias=bias.detach().numpy().copy())


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
        parts = list(batches(units, options.tokens, rng))
        for at, batch in enumerate(parts):
            epoch = number + at / len(parts)
            share = _rate(epoch, number * len(parts) + at, options)
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


def _step(net: TaggerNet, batch: Sequence[Unit], optimizer: torch.optim.Optimizer, smoothing: float) -> float:
    net.train()
    states, mask, tags = pad(batch)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        scores = net(states, mask)
    loss: Tensor = functional.cross_entropy(
        scores.float().flatten(0, 1), tags.flatten(), ignore_index=IGNORED, label_smoothing=smoothing
    )
    optimizer.zero_grad()
    loss.backward()  # type: ignore[no-untyped-call]
    torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
    optimizer.step()
    return float(loss.detach())


def make_units(examples: Sequence[Example], encoder: OnnxEncoder) -> Iterator[Unit]:
    """Yield the windows of the examples, in no order that matters."""
    for at in range(0, len(examples), AT_ONCE):
        part = examples[at : at + AT_ONCE]
        for trunk in encoder.trunks([example.passage for example in part]):
            yield unit(trunk, part[trunk.passage])


def unit(trunk: Trunk, example: Example) -> Unit:
    """Return one window with its tags."""
    tags = np.full(len(trunk.states), IGNORED, dtype=np.int64)
    tags[trunk.own] = own_tags(trunk.offsets, example.spans)
    return Unit(states=trunk.states.astype(np.float16), tags=tags)


def own_tags(offsets: npt.NDArray[np.integer], spans: Sequence[Span]) -> npt.NDArray[np.int64]:
    """Return the tags of the tokens at `offsets`; what is nothing to see has none."""
    starts = offsets[:, 0]
    seen = starts < offsets[:, 1]
    tags = np.where(seen, 0, IGNORED).astype(np.int64)
    for span in spans:
        inside = seen & (starts >= span.start) & (starts < span.end)
        if span.label is None:
            tags[inside] = IGNORED
        else:
            # A window may begin in the middle of a mention: its first token there goes on.
            tags[inside] = goes_on(span.label)
            tags[inside & (starts == span.start)] = begins(span.label)
    return tags


def batches(units: Sequence[Unit], tokens: int, rng: random.Random) -> Iterator[list[Unit]]:
    """Yield batches of about so many tokens, of units of like length, in random order."""
    order = sorted(range(len(units)), key=lambda at: len(units[at].tags) * (1 + 0.2 * rng.random()))
    groups: list[list[int]] = [[]]
    for at in order:
        if groups[-1] and (len(groups[-1]) + 1) * len(units[at].tags) > tokens:
            groups.append([])
        groups[-1].append(at)
    rng.shuffle(groups)
    for group in groups:
        yield [units[at] for at in group]


def pad(units: Sequence[Unit]) -> tuple[Tensor, Tensor, Tensor]:
    """Return the states, the mask (1 where there is a token) and the tags of units, padded to one length."""
    states = [torch.from_numpy(unit.states).float() for unit in units]
    mask = [torch.ones(len(unit.tags)) for unit in units]
    tags = [torch.from_numpy(unit.tags) for unit in units]
    return (
        pad_sequence(states, batch_first=True),
        pad_sequence(mask, batch_first=True),
        pad_sequence(tags, batch_first=True, padding_value=IGNORED),
    )
