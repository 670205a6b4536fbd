"""Themes are learned with one thread, whatever the machine has."""

from threadpoolctl import threadpool_info, threadpool_limits

from pipeline.themes.threads import one_thread


def threads():
    return {info["num_threads"] for info in threadpool_info() if info["user_api"] == "blas"}


def test_matrices_are_multiplied_by_one_thread_within_and_by_as_many_as_before_after():
    with threadpool_limits(limits=2, user_api="blas"):
        with one_thread():
            assert threads() == {1}
        assert 1 not in threads()
