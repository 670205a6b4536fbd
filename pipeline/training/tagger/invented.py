"""Names out of which others are made: of persons, offers and forums. None is meant to be anybody's."""

import random

# The commonest surnames of Denmark, and of groups that a tagger trained on news knows too little.
SURNAMES = (
    "Nielsen", "Jensen", "Hansen", "Pedersen", "Andersen", "Christensen", "Larsen", "Sørensen",
    "Rasmussen", "Jørgensen", "Petersen", "Madsen", "Kristensen", "Olsen", "Thomsen", "Christiansen",
    "Poulsen", "Johansen", "Møller", "Mortensen", "Knudsen", "Jakobsen", "Mikkelsen", "Frederiksen",
    "Laursen", "Schmidt", "Lund", "Schultz", "Holm", "Henriksen", "Koch", "Clausen", "Iversen",
    "Østergaard", "Nygaard", "Kjeldsen", "Bak", "Skov", "Dalgaard", "Bruun", "Winther", "Bang",
    "Hedegaard", "Kruse", "Juul", "Ravn", "Villadsen", "Brandt", "Ali", "Ahmed", "Hussain", "Mohamed",
    "Hassan", "Yilmaz", "Kaya", "Öztürk", "Çelik", "Demir", "Nguyen", "Tran", "Singh", "Kumar",
    "Kowalski", "Nowak", "Wiśniewska", "Petrović", "Jovanović", "Hodžić", "Popescu", "Ivanova",
    "Shevchenko", "Omar", "Abdi", "Warsame", "Haidari", "Rahimi", "Karimi", "Al-Khalil", "El-Masri",
    "Olsvig", "Kleist", "Joensen", "Sigurðsson", "Lindqvist", "Schröder", "Fernández", "da Silva",
    "Okafor",
)  # fmt: skip

OFFER_BEGINNINGS = (
    "Birke", "Bøge", "Fjord", "Hede", "Hylde", "Kastanje", "Klit", "Lærke", "Mose", "Møll", "Nørre",
    "Pile", "Rose", "Rug", "Skov", "Sol", "Strand", "Svane", "Sønder", "Tjørne", "Ved", "Vester", "Øster",
    "Å", "Ager", "Eng", "Gran", "Hassel", "Vind", "Bakke",
)  # fmt: skip
OFFER_ENDINGS = (
    "bo", "borg", "dal", "gården", "glimt", "haven", "hus", "huset", "høj", "kær", "lund", "lunden",
    "marken", "parken", "side", "skrænten", "toften", "vang", "vænget", "ager", "husene", "hjem",
    "hjemmet", "krogen",
)  # fmt: skip
OFFER_WORDS = (
    "Broen", "Ankeret", "Kompasset", "Spiren", "Fyret", "Regnbuen", "Svalen", "Værkstedet",
    "Springbrættet", "Nøglen", "Oasen", "Egernet", "Solsikken", "Kløveret", "Muslingen", "Viben",
    "Mælkebøtten", "Pejlemærket", "Trappen", "Vendepunktet", "Fundamentet", "Rodnettet", "Slusen",
    "Hjørnestenen", "Vinduet", "Porten", "Karavanen", "Uglen", "Mariehønen", "Bølgen", "Kernen",
    "Bikuben", "Medvind", "Fodfæste", "Ståstedet", "Frirummet", "Linden", "Poplen", "Brinken", "Højen",
)  # fmt: skip
OFFER_PHRASES = (
    "Nye Veje", "Huset ved Åen", "Den Grønne Gren", "Det Åbne Hus", "Vores Sted", "Lille Mølle",
    "Den Gule Dør", "Hånd i Hånd", "Det Første Skridt", "Ro og Retning", "Hjem Igen", "Under Kastanjen",
    "Den Gamle Skole", "På Rette Kurs", "Plads til Alle", "Huset Bag Klitten",
)  # fmt: skip

FORUM_WORDS = (
    "Socialdirektørforum", "Direktørforum", "Sundhedsforum", "Handicapforum", "Chefforum", "Familieforum",
    "Voksenforum", "Beskæftigelsesforum", "Specialforum", "Velfærdsforum", "Socialforum", "Ældreforum",
    "Koordinationsforum", "Udviklingsforum", "Børne- og Ungeforum", "Social- og Arbejdsmarkedsforum",
)  # fmt: skip


def draw_offer(rng: random.Random) -> str:
    """Return the name of an offer, as such names are made."""
    kind = rng.random()
    if kind < 0.75:
        return rng.choice(OFFER_BEGINNINGS) + rng.choice(OFFER_ENDINGS)
    return rng.choice(OFFER_WORDS if kind < 0.9 else OFFER_PHRASES)


def draw_surname(rng: random.Random) -> str:
    """Return a surname, now and then a double one."""
    one = rng.choice(SURNAMES)
    return f"{one}-{rng.choice(SURNAMES)}" if rng.random() < 0.1 else one


def draw_first_name(rng: random.Random, names: tuple[str, ...]) -> str:
    """Return a first name out of `names`, now and then a double one."""
    one = rng.choice(names)
    return f"{one}-{rng.choice(names)}" if rng.random() < 0.1 and "-" not in one else one
