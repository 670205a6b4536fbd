"""Signs that would steer a terminal, or turn the order of letters round, made visible."""

import re

# C0 but line break and tab, DEL and C1; marks and embeddings of direction; invisible line separators; tags.
_STEERING = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufff9-\ufffb\U000e0000-\U000e007f"
    r"\ud800-\udfff]"
)


def visible(text: str) -> str:
    r"""Return a text in which no sign steers the terminal: each is written as its escape.

    >>> visible("Møde\x1b[2J\u202e")
    'Møde\\u001b[2J\\u202e'
    """
    return _STEERING.sub(_escape, text)


def one_line(text: str) -> str:
    r"""Return a text that takes one line, whatever breaks stand in it.

    >>> one_line("fordi\n  modellen tog fejl")
    'fordi modellen tog fejl'
    """
    return " ".join(text.split())


def _escape(sign: re.Match[str]) -> str:
    units = sign[0].encode("utf-16-be", "surrogatepass").hex(" ", 2).split()
    return "".join(f"\\u{unit}" for unit in units)
