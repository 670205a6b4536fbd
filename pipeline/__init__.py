"""Read published Danish minutes; tag, link and correct their agenda items."""

import os

__version__ = "0.1.0"

# Nothing leaves the machine. ONNX Runtime and MLflow look once, when they are loaded, by
# whomever: so these are set before any library of this package can be.
for _name in ("DO_NOT_TRACK", "ORT_DISABLE_TELEMETRY", "ORT_TELEMETRY_DISABLED",
              "MLFLOW_DISABLE_TELEMETRY", "HF_HUB_DISABLE_TELEMETRY"):  # fmt: skip
    os.environ.setdefault(_name, "1")
