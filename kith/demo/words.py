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
        "Swapped {thing} for {food}. Both sides think they won.",
        "The clock on the town hall is four minutes slow, and so am I now.",
        "First day without gloves, or last one. We shall see.",
        "{name} taught me to whistle with two fingers. The dog has questions.",
        "Read the last page first. I regret nothing and told nobody.",
        "Who plays cards on Wednesdays? I lose cheerfully and bring {food}.",
        "The bus driver waited for me. I ran, he clapped.",
        "My bread has a hole you could live in. It tastes of home, though.",
        "Repaired the gate instead of oiling it. It squeaks in another key.",
        "Somebody knitted a scarf for the lamp post at {place}. It suits it.",
        "Phoned my brother for no reason. We should have reasons like that more often.",
        "There is a free piano at {place}. You would have to be four, and strong.",
        "Sat on the bench by the pond and was not the only one. Good talk, three biscuits.",
        "The children next door have opened a shop. It sells leaves. Prices are fair.",
        "Found a photograph in a second-hand book: does anybody know a Hedwig with a goat?",
        "I can do this crossword except for everything across.",
        "It smells of wood smoke and wet dog. November can stay.",
        "{weather}, and still the swimmers go in. I hold their towels and my tongue.",
        "Thank you to whoever pushed the snow from our steps before six.",
        "Learned the names of four stars. Forgot two on the way home.",
        "Grandson asked whether I was young in colour or in black and white.",
        "A stranger on the train shared {food} and a theory about owls. Both excellent.",
        "We are nineteen on the stairs now, counting the cat. Somebody should bake.",
        "I owe three people letters. Tonight: two.",
        "Lent {thing} to somebody, and cannot remember to whom. Keep it as long as you like.",
        "The old radio plays again. It only knows one station, and that one knows me.",
    ),
    "garden": (
        "The quinces are ready :quince: Bring your own basket.",
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
        "Rehearsal on Thursday at seven :note: We begin with the quiet one. #choir",
        "The tenors were in tune AND in time. I wrote it down. #choir",
        "Who can lend a black folder? Mine was eaten by a dog with taste. #choir",
        "The basses have asked for a softer chair. The basses have been told to stand. #choir",
        "Somebody hummed the second voice in the queue at the bakery, and somebody else came in. #choir",
        "New song, four pages, one of them is silence. That is the hard one. #choir",
        "We sang in the stairwell because of the echo, and the post came, and she stayed. #choir",
    ),
    "school": (
        "Class 4b measured {place} with string and came to 212 steps. We believe them.",
        "The 4b counts in Portuguese now. It began with a football.",
        "Somebody left an apple on my desk, with a bite taken out of it. I choose to see the good in this.",
        "Bicycle test today: nineteen passed, one stopped to let a snail cross. She passed with honours.",
        "We read aloud under the lime tree until the bell went. Nobody moved. #school5",
        "A pupil asked why the moon follows our bus. I said: it likes company. Then we did it properly.",
        "Parents’ evening: there will be {food}. That usually helps.",
        "Old photographs in the school cellar: 1989, all of us, all that hair. #school5",
    ),
    "clinic": (
        "Long day, good day.",
        "A child explained to me how the stethoscope works. She was right.",
        "Twelve letters, nine calls, one walk round the pond. Enough.",
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
        "Taught two apprentices to listen to a crust. One of them heard it. #bread",
        "The first customer was a hedgehog. It left without paying. #bread",
        "Somebody ordered 60 rolls for “about four people”. I ask no questions. #bread",
    ),
    "shop": (
        "Today: seeded rye, two kinds of rolls, plum cake until it is gone.",
        "We were asked for a loaf without salt for somebody’s father. It is in the oven now. :loaf:",
        ":quince: tarts, because Ruth was generous. First come, first served.",
        "You asked about spelt: every Wednesday, and on Saturdays if the miller is awake.",
        "The oven rests on Monday. So do we. On Tuesday there is fresh rye at seven.",
        "A birthday loaf has to be ordered two days ahead. We write names on it, also long ones.",
        "Left over at noon goes to the kitchen at the chapel. Come at half past if you need some.",
    ),
    "concert": (
        "Concert on Sunday at five in the old mill. Free. Bring a cushion, the benches are honest. #choir",
        "Anybody can try a Thursday, once, without promising anything. #choir",
        "The mill is warm again: thank you, Piotr, for the window. #choir",
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
        "مشيت اليوم حتى البركة. البطّ لا يسأل من أين جئت.",
        "الجارة تركت لنا سفرجلًا على الباب. غدًا أطبخ المربّى.",
        "قرأت رسالة قديمة من أختي، ثم كتبت لها جوابًا طويلًا.",
    ),
}  # fmt: skip

LESSON_FIRST = 190  # so that the last is about number 271
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
    "Ask before you fix it. Sometimes they want company, not a hammer.",
    "Leave five minutes early and walk slowly.",
    "If you borrow a pot, bring it back with something in it.",
    "Tell children the true reason, in short words.",
    "The best chair is for whoever came last.",
    "When two friends of yours should meet, cook for three.",
    "Answer letters with questions.",
    "Praise in public, wonder in private.",
    "A quarrel keeps until morning. By then half of it has gone off.",
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
# By the number of the picture: what is drawn, three by three at evening, by day and at dusk.
ALTS = (
    "Evening over green hills, a low sun, and an empty bench near a tree with red fruit.",
    "A pale day over green hills; nobody sits on the bench near the apple tree.",
    "Dusk over the hills, the moon is up, and the bench near the apple tree is empty.",
    "Evening in the village: four houses with red roofs below green hills, their windows lit.",
    "Four white houses with red roofs below green hills, under a pale sky.",
    "Dusk. The moon stands above four houses, and there is light in every window.",
    "A pond in evening light, with reeds on both sides and a brown boat.",
    "A pond by day, with reeds and a small brown boat. Hills behind it.",
    "A pond at dusk: the moon, the reeds, and a boat that somebody forgot.",
)


def saying(chance: random.Random, voice: str, turn: int, number: int) -> str:
    """Give what a person with this voice says next. `turn` goes round all sayings before one comes again."""
    if voice == "lesson":
        return f"Lesson {LESSON_FIRST + number} of 366: {LESSONS[number % len(LESSONS)]} #leapyear"
    said = SAYINGS[voice][turn % len(SAYINGS[voice])].format(
        weather=chance.choice(WEATHER),
        place=chance.choice(PLACES),
        food=chance.choice(FOOD),
        thing=chance.choice(THINGS),
        name=chance.choice(NAMES),
        number=number % 40 + 1,
    )
    return said[0].upper() + said[1:]
