"""Numbers of things, as an English sentence has them."""


def counted(number: int, noun: str) -> str:
    """Return a number and its noun.

    >>> counted(1, "new version"), counted(0, "item")
    ('1 new version', '0 items')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
