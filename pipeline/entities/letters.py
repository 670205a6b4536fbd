"""Character classes for names: capital and small letters of all Latin alphabets."""

LATIN = [chr(code) for code in range(0x41, 0x250)]
UPPER = f"[{''.join(letter for letter in LATIN if letter.isupper())}]"
LOWER = f"[{''.join(letter for letter in LATIN if letter.islower())}]"
SPACE = r"[ \u00a0]"
"""A name's own space; a line break ends a name."""
GENITIVE = r"(?:['’]?s|['’])?(?![\w-])"
