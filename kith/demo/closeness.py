"""Who writes to whom: what makes some people close, and lets an old friend come back."""

from dataclasses import dataclass

from kith.demo.history import DAYS, Chronicle


@dataclass(frozen=True)
class Letters:
    """Two who write to each other, every so many days, from so long ago until then."""

    one: str
    other: str
    every_days: float
    begun_days: float
    ended_days: float
    voice: str = "near"


PAIRS = (
    Letters("ruth", "mara", 1.5, 80, 0.3, "family"),
    Letters("ben_holm", "mara", 4, 80, 2, "family"),
    Letters("ana", "mara", 6, 200, 1.2),
    Letters("ingrid", "mara", 14, 200, 8),
    Letters("yusuf", "mara", 30, 250, 20),
    Letters("jo", "mara", 3, DAYS - 15, DAYS - 75, "school"),
    Letters("jo", "ana", 5, DAYS - 15, DAYS - 75, "school"),
    Letters("tomas", "mara", 6, DAYS - 15, DAYS - 60, "school"),
    Letters("rosa", "emil", 2, 60, 1, "family"),
    Letters("samira", "henrik", 3, 60, 1),
    Letters("ruth", "ben_holm", 3, 60, 1, "family"),
)
WORDS = {
    "family": (
        ("Did you sleep? You looked tired on Sunday.", "Like a stone. Thank you for the soup."),
        ("I found your blue scarf. It was on the dog.", "Then it is his now. Tell him it suits him."),
        ("Shall I bring the ladder or the good knives?", "Both. And yourself."),
        ("The doctor says I am as old as I am.", "That is a relief. Call me tonight?"),
        ("There is a jar for you on the stairs.", "I know. It did not survive the evening."),
    ),
    "near": (
        ("Walk on Thursday, if it does not pour?", "And if it does, tea."),
        ("I thought of you at the market: they had the small pears.", "You bought them. Say that you bought them."),
        ("How did the talk with the parents go?", "Better than I feared. I tell you on the bench."),
        ("Would you read something before I send it?", "Send it. I have a pencil and an hour."),
    ),
    "school": (
        ("Do you still have the class photograph?", "The one with all that hair? On the wall."),
        ("They are pulling down the old gym.", "I can smell it from here."),
        ("I am moving on Saturday. Far.", "Write from there. Write at all."),
        ("Remember how we got locked into the library?", "Locked in? I had the key."),
    ),
}


def write_letters(tell: Chronicle) -> None:
    """Write them, and the answers some hours later."""
    for pair in PAIRS:
        days, number = pair.begun_days, 0
        while days > pair.ended_days:
            asked, answered = WORDS[pair.voice][number % len(WORDS[pair.voice])]
            first, second = (pair.one, pair.other) if number % 2 else (pair.other, pair.one)
            letter = tell.letter(first, second, days * 24, asked)
            if days * 24 - 5 > 0:
                tell.letter(second, first, days * 24 - 5, answered, about=letter)
            days, number = days - pair.every_days, number + 1
