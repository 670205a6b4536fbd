"""Earlier discussions that matter to an item, with the reasons."""

from pipeline.links.document import LinkDocument
from pipeline.links.index import LinkIndex
from pipeline.links.model import LinkModel, load_link_model, save_link_model
from pipeline.links.ruled import LinkRulings

__all__ = [
    "LinkDocument",
    "LinkIndex",
    "LinkModel",
    "LinkRulings",
    "load_link_model",
    "save_link_model",
]
