"""Earlier discussions that matter to an item, with the reasons."""

from pipeline.links.document import LinkDocument
from pipeline.links.feedback import LinkFeedback
from pipeline.links.index import LinkIndex
from pipeline.links.model import LinkModel, load_link_model, save_link_model

__all__ = [
    "LinkDocument",
    "LinkFeedback",
    "LinkIndex",
    "LinkModel",
    "load_link_model",
    "save_link_model",
]
