"""Text in small letters, every character in its place."""


def fold(text: str) -> str:
    """Return `text` in small letters, of the same length, so that offsets hold.

    The dotted capital I is the one letter that small letters would make two of.

    >>> fold("Å 1. MAJ"), len(fold("İ"))
    ('å 1. maj', 1)
    """
    return text.replace("İ", "I").lower()
