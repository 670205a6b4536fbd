"""How many threads multiply matrices while themes are learned: one."""

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def one_thread() -> Iterator[None]:
    """Let matrices be multiplied by one thread.

    Several gain little on tables of this size, and where the machine has other work they
    wait for each other: learning then took ten times as long (2 cores, both busy). With
    one, the same examples give the same digits on every machine.
    """
    import scipy.linalg  # noqa: F401 - its library has threads of its own, and only what is loaded is told
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1, user_api="blas"):
        yield
