"""Words that are written large only because a sentence begins with them."""

SENTENCE_STARTS = frozenset(
    """
    ad af alle alene allerede alt and ang angående at begge bilag blandt både ca da de dels den denne der derefter deres derfor
    dernæst derudover derved desuden det dette dertil disse dog du efter ellers en endelig endnu endvidere enkelte er et
    fem fire flere for foran fordi foruden fra første før gennem ham hans har hendes her herefter herunder heri hos hun
    hvad hver hvis hvor hvordan hvorfor hvornår i idet ifølge igen ikke imens imod ingen inden indtil jf kan kun langt lige
    man med mellem men mens mere mod mon må nogle nu nye nyt ny når og også om omkring omvendt op over overfor på
    referat sagen samt samtidig selv senest senere siden sidste skal skulle som status stadig så således såfremt to tre til tidligere
    tilsvarende tiltrods trods ud uden under var ved vedr vedrørende vi via videre vil yderligere
    """.split()
)
