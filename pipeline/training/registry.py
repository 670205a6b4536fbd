"""Theme models in MLflow's registry, under the aliases `champion` and `challenger`."""

from pathlib import Path

from pipeline import __version__
from pipeline.themes.model import ThemeCard
from pipeline.training.served import MODEL, signature
from pipeline.training.tracking import use_store

CHAMPION, CHALLENGER = "champion", "challenger"


def register_model(folder: Path, card: ThemeCard, tags: dict[str, str]) -> str:
    """Keep a model folder with the open run, and return the number of its version in the registry."""
    mlflow = use_store()
    info = mlflow.pyfunc.log_model(
        name="themes",
        loader_module="pipeline.training.served",
        data_path=str(folder),
        signature=signature(card),
        pip_requirements=[f"sagsspor=={__version__}"],
    )
    client = mlflow.MlflowClient()
    if not client.search_registered_models(f"name = '{MODEL}'"):
        client.create_registered_model(MODEL)
    made = client.create_model_version(
        MODEL, info.model_uri, run_id=info.run_id, tags=tags, model_id=info.model_id
    )
    return str(made.version)


def set_alias(alias: str, registered: str) -> None:
    """Point an alias to a version of the registry."""
    use_store().MlflowClient().set_registered_model_alias(MODEL, alias, registered)


def drop_alias(alias: str, registered: str) -> None:
    """Take an alias away from a version of the registry, if it points there."""
    client = use_store().MlflowClient()
    if str(client.get_registered_model(MODEL).aliases.get(alias)) == registered:
        client.delete_registered_model_alias(MODEL, alias)


def has_models() -> bool:
    """Tell whether the registry has any version of the model."""
    return bool(use_store().MlflowClient().search_model_versions(f"name = '{MODEL}'"))


def registered_as(version: str) -> str | None:
    """Return the number in the registry of a version made here; None where another registry has it."""
    found = use_store().MlflowClient().search_model_versions(f"name = '{MODEL}'")
    numbers = [int(one.version) for one in found if one.tags.get("version") == version]
    return str(max(numbers)) if numbers else None
