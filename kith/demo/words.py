"""What people in the village say. Written for the demo; `{…}` is filled by chance."""

import random

THINGS = (
    "the ladder",
    "the big pot",
    "a bicycle pump",
    "the blue tent",
    "a sewing machine",
    "the apple press",
    "jump leads",
)
PLACES = (
    "the mill pond",
    "the market",
    "the old bridge",
    "the allotments",
    "the station",
    "the library",
    "the chapel hill",
)
WEATHER = (
    "first frost",
    "warm wind",
    "thick fog",
    "rain since four",
    "a sky like paper",
    "the kind of light you want to keep",
)
FOOD = ("plum cake", "lentil soup", "quince jelly", "dumplings", "flatbread", "apple rings", "pickled beans")
NAMES = ("Grandma", "my neighbour", "the new librarian", "the bus driver", "my sister", "a boy with a red scarf")

SAYINGS: dict[str, tuple[str, ...]] = {
    "everyday": (
        "{weather} this morning. Took the long way past {place}.",
        "Made {food}, far too much of it. Come by with a bowl.",
        "Does anybody have {thing} for the weekend? Comes back clean.",
        "{name} waved at me from across {place} and I have been in a good mood since.",
        "Found a glove near {place}. It is on the fence post, thumb up.",
        "Third evening without the phone in the kitchen. Recommended.",
        "The heron is back at the mill pond. It looks like a tax officer.",
        "Letter from an old friend today, on paper. I had forgotten her handwriting.",
        "Whoever left {food} on our doorstep: we know it was you, and we love you.",
        "Walked home from {place} with {name}. We solved nothing and it was lovely.",
        "Lost at chess to a nine-year-old. She was kind about it.",
        "Is the path to {place} passable with a pram again?",
    ),
    "garden": (
        "The quinces are ready. Bring your own basket.",
        "Beans up, slugs out, neighbours jealous. #garden",
        "{weather}, and the roses do not care. #garden",
        "I have seedlings to give away: tomato, mostly, and one brave melon. #garden",
        "Made {food} from what the storm brought down.",
        "Compost is warm. I am proud of it as of a child. #garden",
        "Pruned the old pear tree with {name}. It will sulk for a year and then thank us. #garden",
    ),
    "trains": (
        "The 7:14 was on time. I have witnesses. #trains",
        "Night train booked. Lower bunk, window, thermos. #trains",
        "New timetable on the first. The connection at Lower Mill holds, but you have to walk fast. #trains",
        "Saw a 1962 railcar at {place}. It hummed in thirds. #trains",
        "If you sit on the left after the tunnel you see deer. You are welcome. #trains",
    ),
    "workshop": (
        "Workshop open until six. Bring what squeaks.",
        "Put a new back on a chair that is older than all of us together. #mended",
        "Somebody taught me to sharpen a plane today. Forty years a carpenter and I had it wrong. #mended",
        "Three bicycles, one pram, one accordion. That was the day. #mended",
        "Wood for stoves: take it from the pile on the left, the right one still has wishes.",
    ),
    "choir": (
        "Rehearsal on Thursday at seven. We begin with the quiet one. #choir",
        "The tenors were in tune AND in time. I wrote it down. #choir",
        "Who can lend a black folder? Mine was eaten by a dog with taste. #choir",
        "We sang in the stairwell because of the echo, and the post came, and she stayed. #choir",
    ),
    "school": (
        "Class 4b measured {place} with string and came to 212 steps. We believe them.",
        "A pupil asked why the moon follows our bus. I said: it likes company. Then we did it properly.",
        "Parents’ evening: there will be {food}. That usually helps.",
        "Old photographs in the school cellar: 1989, all of us, all that hair. #school5",
    ),
    "clinic": (
        "Long day, good day.",
        "If you wait with a worry, do not. That is all I have to say tonight.",
        "A patient brought {food} for the whole team. We are all well now.",
        "Bicycle to work, {weather}. Worth it.",
    ),
    "practice": (
        "Flu shots from Monday, without an appointment, 8 to 10. Questions? Ask us here, or at the desk.",
        "We are closed on Friday for training. Dr. Berg in Lower Mill covers for us.",
        "Thank you for your patience on Tuesday: the phone line is mended.",
        "You asked what to do about ticks. Short answer: pull straight, write the date on the calendar, watch the spot.",
    ),
    "bakery": (
        "Up at three. The oven is the warmest place in the village. #bread",
        "Rye needs two days and no hurry. So do I. #bread",
        "Somebody ordered 60 rolls for “about four people”. I ask no questions. #bread",
    ),
    "shop": (
        "Today: seeded rye, two kinds of rolls, plum cake until it is gone.",
        "We were asked for a loaf without salt for somebody’s father. It is in the oven now.",
        "Left over at noon goes to the kitchen at the chapel. Come at half past if you need some.",
    ),
    "concert": (
        "Concert on Sunday at five in the old mill. Free. Bring a cushion, the benches are honest. #choir",
        "We look for altos, and for somebody who can carry a piano with three others. #choir",
        "Thank you all for coming. The last verse was yours. #choir",
    ),
    "loud": (
        "The council has done it again. Read the minutes, people! #politics",
        "Nobody talks about the bypass. I do. #politics",
        "I have been saying it since spring. #politics",
        "Fourth time today: parking at {place} is a disgrace.",
        "If you disagree, you have not thought about it. #politics",
        "Poll of one: I am right. #politics",
        "And another thing about the bins.",
        "Sharing this again because nobody answered the first time. #politics",
        "Wake up, Upper Mill! #politics",
        "My letter to the editor, part {number}. #politics",
    ),
    "arabic": (
        "صباح الخير يا قريتنا. الخبز اليوم من عند روزا.",
        "المطر على النافذة، والشاي على النار.",
        "تعلّمت اليوم كلمة جديدة: الجيران.",
        "من يعرف معلّمة بيانو صبورة؟",
    ),
}  # fmt: skip

LESSONS = (
    "Ask the second question. The first one is manners. The second one is interest.",
    "Write the thank-you note before you put the present away.",
    "Nobody remembers the clean kitchen. They remember that you sat down.",
    "When you do not know what to bring: bring bread.",
    "Call at the hour you would like to be called.",
    "Let somebody carry something. It is a gift to both.",
    "Learn one song by heart each winter.",
    "Be early for the quiet ones.",
    "Say the name. People turn towards it like plants.",
    "Half of helping is arriving.",
)
ANSWERS = (
    "I am coming. With a bowl.", "You can have ours, it is in the shed.", "That made my morning.", "Same here!",
    "I saw it too, from the bridge.", "Save me a piece?", "Thursday works.", "Ask Yusuf, he has one.", "Ha! Of course it was.",
    "Thank you for this.", "I had forgotten about that. Lovely.", "Tell her hello from me.", "I can bring it round at six.",
    "How is your father?", "We should do this more often.", "Left side of the train, noted.", "Count me in.",
)  # fmt: skip
THANKS = (
    "Thank you, you are so kind.", "See you then!", "Done, it is on your doorstep.", "You always know.", "Bring the kids.",
)  # fmt: skip
ALTS = (
    "Evening over green hills, a low sun, and an empty bench under a tree with red fruit.",
    "A pond at dusk with reeds, and the moon in the water.",
    "Rows of young trees on a slope in morning light.",
)


def saying(chance: random.Random, voice: str, number: int) -> str:
    """Give something a person with this voice might say."""
    if voice == "lesson":
        return f"Lesson {number} of 366: {LESSONS[number % len(LESSONS)]} #leapyear"
    return chance.choice(SAYINGS[voice]).format(
        weather=_begun(chance.choice(WEATHER)),
        place=chance.choice(PLACES),
        food=chance.choice(FOOD),
        thing=chance.choice(THINGS),
        name=_begun(chance.choice(NAMES)),
        number=number % 40 + 1,
    )


def _begun(words: str) -> str:
    return words[0].upper() + words[1:]
