"""Open a graph with ONNX Runtime."""

import os
from pathlib import Path
from typing import Any


def cores() -> int:
    """Return how many cores this process may use; OMP_NUM_THREADS says fewer."""
    wanted = os.environ.get("OMP_NUM_THREADS", "")
    if wanted.isdecimal() and int(wanted) > 0:
        return int(wanted)
    affinity = getattr(os, "sched_getaffinity", None)  # not on macOS and Windows
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def open_session(path: Path) -> Any:
    """Return a session that runs each call on one thread; several threads may call it at once.

    Raises:
        ValueError: the file is no graph that can be run.

    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    # On processors without VNNI sums of two products of bytes overflow unless weights are unsigned.
    options.add_session_config_entry("session.x64quantprecision", "1")
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # the library's errors share no other base
        raise ValueError(str(error).splitlines()[0]) from error
