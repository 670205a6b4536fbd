"""Lists of words, and those that are written large only because a sentence begins with them."""


def words(text: str) -> frozenset[str]:
    """Return the words of a list written out over lines."""
    return frozenset(text.split())


def alternation(text: str) -> str:
    """Return a list written out over lines as alternatives of a pattern; `_` is a space in a name.

    >>> alternation("Jobcenter University_College")
    'Jobcenter|University College'
    """
    return "|".join(word.replace("_", " ") for word in text.split())


SENTENCE_STARTS = words("""
    ad af alle alene allerede alt and ang angående at begge bilag blandt både ca da de dels den denne der
    derefter deres derfor dernæst dertil derudover derved desuden det dette disse dog du efter ellers en
    endelig endnu endvidere enkelte er et fem fire flere for foran fordi foruden fra første før gennem ham
    hans har hendes her herefter heri herunder hos hun hvad hver hvis hvor hvordan hvorfor hvornår i idet
    ifølge igen ikke imens imod inden indtil ingen jf kan kun langt lige man med mellem men mens mere mod mon
    må nogle nu ny nye nyt når og også om omkring omvendt op over overfor på referat sagen samt samtidig selv
    senere senest siden sidste skal skulle som stadig status således såfremt så tidligere til tilsvarende
    tiltrods to tre trods ud uden under var ved vedr vedrørende vi via videre vil yderligere
""")
