"""Who lives in the village. Every name is made up; faces are drawn from the account's id, and those of whom there is a
story get an id whose face fits it.
"""

import random
from dataclasses import dataclass

VILLAGERS = 150
PASSWORD = "a long table in evening light"  # noqa: S105 - everybody's, in a village anybody may walk into


@dataclass(frozen=True)
class Villager:
    """Somebody, and how they are: how many posts a week, and whom they know best (their `circle`)."""

    handle: str
    name: str
    bio: str = ""
    pronouns: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    posts_a_week: float = 1.0
    circle: str = "village"
    kind: str = "person"
    locked: bool = False
    voice: str = "everyday"
    silent_until_days: int = 0  # said nothing from the beginning until so many days ago
    also: tuple[str, ...] = ()  # circles they belong to besides
    old: bool | None = None  # whether the face that is drawn for them shall be; whichever, where nobody tells of it
    skins: tuple[int, int] = (0, 8)  # the first and the last that fits

    @property
    def circles(self) -> tuple[str, ...]:
        """All circles they belong to."""
        return (self.circle, *self.also)


NAMED: tuple[Villager, ...] = (
    Villager("mara", "Mara Holm", "Teacher at School no. 5. Sings alto. Always a chair free.", "she/her",
             (("Village", "Upper Mill"), ("Mornings", "Bread, then bicycle")), 2.5, "holm", voice="school", also=("school", "choir"), old=False, skins=(0, 2)),
    Villager("ruth", "Ruth Holm", "Mum of three, grandmother of two, keeper of quinces.", "she/her", (), 1.5, "holm", voice="garden", also=("garden",), old=True, skins=(0, 2)),
    Villager("ben_holm", "Ben Holm", "Mara’s little brother. Trains, mostly.", "he/him", (), 3.0, "holm", voice="trains", old=False, skins=(0, 2)),
    Villager("ana", "Ana Duarte", "One small lesson a day, for a leap year.", "she/her", (("Lessons", "366 of them"),), 7.0, "school", voice="lesson", old=False, skins=(0, 4)),
    Villager("piotr", "Piotr Zielinski", "Carpenter. Late beginner at the piano.", "he/him", (), 0.3, "workshop", voice="workshop", old=True, skins=(0, 4)),
    Villager("jo", "Jo Lindqvist", "Back at the coast.", "they/them", (), 0.4, "school", silent_until_days=3, old=False, skins=(0, 4)),
    Villager("tomas", "Tomas Weber", "School no. 5, 1987–91.", "he/him", (), 0.1, "school", silent_until_days=700, old=False, skins=(0, 4)),
    Villager("xaver", "Xaver Brandt", "I say what I think. Often.", "he/him", (), 45.0, "square", voice="loud", old=False, skins=(0, 4)),
    Villager("mila", "Mila Novak", "Two kids, one car that starts sometimes.", "she/her", (), 1.0, "village", old=False, skins=(0, 4)),
    Villager("yusuf", "Yusuf Demir", "Bicycles mended while you drink tea.", "he/him", (), 2.0, "workshop", voice="workshop", old=False, skins=(2, 5)),
    Villager("ingrid", "Ingrid Aas", "Conductor. Counts to four for a living.", "she/her", (), 2.0, "choir", voice="choir", old=False, skins=(0, 4)),
    Villager("samira", "Dr. Samira Rahmani", "Family doctor at @linden_clinic.", "she/her", (), 1.2, "clinic", voice="clinic", old=False, skins=(2, 5)),
    Villager("henrik", "Henrik Moe", "Nurse at @linden_clinic. Night shifts and sourdough.", "he/him", (), 1.5, "clinic", voice="clinic", old=False, skins=(0, 4)),
    Villager("lea", "Lea Fontaine", "Midwife at @linden_clinic.", "she/her", (), 1.0, "clinic", voice="clinic", old=False, skins=(0, 4)),
    Villager("otto", "Otto Baum", "At the front desk of @linden_clinic. I find your file.", "he/him", (), 0.8, "clinic", voice="clinic", old=True, skins=(0, 4)),
    Villager("rosa", "Rosa Bellini", "Flour on every sleeve. @morning_bakery is my other self.", "she/her", (), 2.0, "bakery", voice="bakery", old=False, skins=(0, 4)),
    Villager("emil", "Emil Bellini", "Delivers bread, and news.", "he/him", (), 1.5, "bakery", voice="bakery", old=False, skins=(0, 4)),
    Villager("noor", "Noor Haddad", "New here. From Homs, by way of many stations.", "she/her", (), 1.0, "village", locked=True, old=False, skins=(2, 5)),
    Villager("layla", "ليلى منصور", "أحبّ الشاي والكتب والمطر.", "هي", (), 1.2, "village", voice="arabic", old=False, skins=(2, 5)),
    Villager("morning_bakery", "Morning Bakery", "Bread from four in the morning, answers from seven.", "",
             (), 2.0, "bakery", "organisation", voice="shop"),
    Villager("linden_clinic", "Linden Clinic", "Your family practice in Upper Mill. Not for emergencies: call the emergency number.", "",
             (), 1.0, "clinic", "organisation", voice="practice"),
    Villager("mill_choir", "Upper Mill Choir", "Thursdays at seven, in the old mill. You need not read notes.", "",
             (("Next concert", "First Sunday of Advent"),), 1.0, "choir", "organisation", voice="concert"),
)  # fmt: skip

_FIRST = [
    "Ada",
    "Aino",
    "Albin",
    "Alma",
    "Amara",
    "Anton",
    "Asta",
    "Aurel",
    "Bela",
    "Birgit",
    "Bruno",
    "Carla",
    "Cem",
    "Chiara",
    "Clara",
    "Dagny",
    "Dario",
    "Dina",
    "Edda",
    "Eero",
    "Elif",
    "Elio",
    "Elsa",
    "Enzo",
    "Erika",
    "Esther",
    "Fadi",
    "Felix",
    "Fiona",
    "Franka",
    "Frida",
    "Gabor",
    "Greta",
    "Gustav",
    "Hana",
    "Hanno",
    "Hedda",
    "Ida",
    "Igor",
    "Ilse",
    "Imani",
    "Inga",
    "Iris",
    "Ivo",
    "Jada",
    "Jakob",
    "Jana",
    "Joris",
    "Juno",
    "Kaja",
    "Karl",
    "Kemal",
    "Klara",
    "Lars",
    "Lena",
    "Levi",
    "Lina",
    "Lotte",
    "Luca",
    "Luna",
    "Maja",
    "Malik",
    "Marek",
    "Marta",
    "Mats",
    "Mina",
    "Moritz",
    "Nadia",
    "Nils",
    "Nora",
    "Olga",
    "Oskar",
    "Pavel",
    "Paula",
    "Pia",
    "Rafael",
    "Rania",
    "Robin",
    "Runa",
    "Said",
    "Selma",
    "Sofie",
    "Stella",
    "Sven",
    "Tarek",
    "Tessa",
    "Theo",
    "Tilda",
    "Timo",
    "Ulla",
    "Uma",
    "Vera",
    "Viktor",
    "Wanda",
    "Wim",
    "Yara",
    "Zara",
    "Zeno",
]
_LAST = [
    "Acker",
    "Almeida",
    "Amsel",
    "Becker",
    "Berg",
    "Birk",
    "Blum",
    "Boateng",
    "Brook",
    "Carstens",
    "Celik",
    "Dahl",
    "Dietz",
    "Ebert",
    "Falk",
    "Feld",
    "Ferrari",
    "Flint",
    "Forsberg",
    "Frost",
    "Gärtner",
    "Grau",
    "Haas",
    "Hagen",
    "Halm",
    "Hansen",
    "Hartmann",
    "Heide",
    "Hofer",
    "Horn",
    "Ibarra",
    "Jensen",
    "Kaya",
    "Keller",
    "Kern",
    "Klee",
    "Koch",
    "Kramer",
    "Kuhn",
    "Lang",
    "Lindgren",
    "Lund",
    "Maier",
    "Marin",
    "Meer",
    "Nagy",
    "Nowak",
    "Olsen",
    "Okafor",
    "Pereira",
    "Petrov",
    "Quist",
    "Rau",
    "Reuter",
    "Ring",
    "Roth",
    "Santos",
    "Schmitt",
    "Silva",
    "Sommer",
    "Stein",
    "Storm",
    "Tanaka",
    "Thal",
    "Uhl",
    "Vogel",
    "Wald",
    "Weiss",
    "Winter",
    "Yilmaz",
    "Zander",
    "Zimmer",
]
_BIOS = (
    "Mostly here for the people.", "Gardener of a very small garden.", "I fix radios.", "Reads at breakfast.",
    "Three cats, no regrets.", "Teaches swimming to people who are afraid of water.", "Postwoman. I know every dog.",
    "Retired, which means busy.", "Learning Portuguese, slowly.", "Goalkeeper on Sundays.", "Beekeeper, second year.",
    "Studies far away, comes home for soup.", "Drives the 14 bus.", "Grandfather. Ask me about moss.", "Night nurse.",
    "Cooks for too many, always.", "I draw birds.", "Runs before anyone is up.", "Allotment 31.", "Tea, then talk.", "",
)  # fmt: skip
_CIRCLES = ("village", "village", "school", "choir", "workshop", "garden", "garden", "football", "library")
_VOICES = {"garden": "garden", "choir": "choir", "workshop": "workshop", "school": "school"}


def cast(chance: random.Random) -> list[Villager]:
    """Give everybody who lives in the village, the named ones first."""
    people = list(NAMED)
    taken = {one.handle for one in people}
    while len(people) < VILLAGERS:
        first, last = chance.choice(_FIRST), chance.choice(_LAST)
        handle = f"{first}_{last}".lower().replace("ä", "ae")
        if handle in taken:
            continue
        taken.add(handle)
        circle = chance.choice(_CIRCLES)
        people.append(
            Villager(
                handle,
                f"{first} {last}",
                chance.choice(_BIOS),
                posts_a_week=chance.choice((0.05, 0.1, 0.1, 0.2, 0.3, 0.5, 0.8, 1.2)),
                circle=circle,
                voice=_VOICES.get(circle, "everyday"),
                locked=chance.random() < 0.08,
                silent_until_days=500 if chance.random() < 0.06 else 0,
            )
        )
    return people
