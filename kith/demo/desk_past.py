"""Half a year at the clinic's desk, before the days that are told in full: short mornings, one every week or two."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from kith.demo.deed import CLINIC, Deed
from kith.demo.organisations import ZONE

BETWEEN = timedelta(minutes=4)  # one writes after the other, and is answered in the same order
OPENS_HOUR = 8
STEPS = 6  # of a morning, one after the other
SECOND_TRY = "You are right, Xaver. From today on there are five others. One of them is about opinions."


@dataclass(frozen=True)
class Said:
    """Who asked what, who of the team answered how, after so many minutes, and how it was for who asked."""

    who: str
    text: str
    by: str
    after: int
    answer: str
    feels: str = ""
    listens: str = ""  # whom it brightened who only listened in

    @property
    def open(self) -> bool:
        """Whether it was asked before everybody."""
        return self.text.startswith(f"@{CLINIC}")


# By how many weeks ago it was, and on which day of the week (0 is Monday).
MORNINGS: dict[tuple[int, int], tuple[Said, ...]] = {
    (25, 1): (
        Said("mara", "Can you renew the prescription for my mother’s blood pressure tablets?", "otto", 25, "It lies at the front desk from noon, Mara, with a note on when to take the evening one.", "thanks"),
        Said("rosa", "Is my blood result there already? I keep looking at the letter box.", "henrik", 50, "It is, and it is good. You may stop looking at the letter box and go on looking at the oven."),
    ),
    (22, 0): (
        Said("mila", "How do we come in with the pram? The stairs and I have met before.", "otto", 12, "Ring the lower bell, Mila. I come down and open the side door. I also carry prams, and small brothers.", "thanks"),
        Said("emil", "Do you open on Saturdays? My back only has time at weekends.", "otto", 30, "Not on Saturdays, Emil. Thursdays until seven, and your back gets the last chair of the day."),
    ),
    (19, 3): (
        Said("yusuf", "I need my hay fever spray again, can you renew the prescription?", "henrik", 35, "Done. Twice a day, and the workshop door closed when the lime trees bloom.", "thanks"),
        Said("ingrid", f"@{CLINIC} How many aspirins equal one second alto?", "samira", 40, "None. Second altos are prescribed whole, and never before breakfast.", "brightened", "ruth"),
    ),
    (16, 1): (
        Said("ruth", "My neighbour is in a wheelchair now. How does she come in, with your stairs?", "otto", 20, "By the lower bell and the side door, Ruth, and I hold it open. Tell her to say when: then the long room is free.", "thanks"),
        Said("noor", "Good morning. Do you have the results of the blood test of my daughter?", "lea", 45, "Yes, Noor, all of it as it should be. Come by on Thursday if you want to go through it with me.", "thanks"),
        Said("xaver", f"@{CLINIC} Your waiting room has one magazine, from 2019, and it is about boats. I have opinions.", "otto", 70, "So has the magazine. Bring a better one, and yours goes on top.", "not_helped"),
    ),
    (13, 0): (
        Said("ana", "Is the clinic open this Saturday? I stepped into lesson 214 with one foot.", "otto", 15, "Not on Saturday, Ana. Come today until six, with both feet.", "thanks"),
        Said("piotr", "My prescription has run out. Do I have to come for a new one, or can you renew it?", "henrik", 55, "No need to come: it goes to the pharmacy at noon. Come for the piano arm, though.", "thanks"),
    ),
    (11, 3): (
        Said("ben_holm", f"@{CLINIC} Is the entrance free of steps? I am asking for a model railway, and for my grandmother’s hip.", "otto", 22, "For both by the side door: ring the lower bell. The railway has to change at the stairs.", "brightened", "mara"),
        Said("rosa", "When do I hear about my blood result? It was taken on Monday.", "henrik", 60, "Today it came, Rosa: the iron is low. I have put down what helps, and it is not more espresso.", "thanks"),
    ),
    (9, 1): (
        Said("mara", "Do I need a letter from you when a child of my class was ill for more than three days?", "lea", 40, "From the fourth day on the school may ask for one, Mara, and the parents get it here without waiting.", "thanks"),
        Said("mila", "Can you renew the prescription for the little one’s inhaler before the holidays?", "otto", 18, "Ready from noon, with the good spacer. Shake, breathe out, then in, as if smelling soup.", "thanks"),
        Said("layla", "هل أنتم مفتوحون يوم السبت؟", "lea", 90, "ليس يوم السبت، لكن يوم الخميس حتى السابعة. أهلاً بك.", "thanks"),
    ),
    (8, 0): (
        Said("emil", "Do you give flu shots without an appointment? I pass by at seven, with rolls.", "otto", 14, "From eight on, Emil, every morning until ten, no appointment. Rolls shorten no queue, but they improve it.", "thanks"),
        Said("yusuf", "Is my blood result there yet? The one for the knee.", "henrik", 48, "It is there, and it is the knee and not the blood. Cool it in the evening."),
    ),
    (7, 2): (
        Said("ingrid", "Can the whole choir come for a flu shot without an appointment? We are thirty-one, and in tune.", "samira", 33, "In voices, please: sopranos on Monday, the basses last, they faint. Any morning until ten.", "brightened"),
        Said("ruth", "Can you renew the prescription for my blood pressure tablets?", "henrik", 26, "It lies here, Ruth. And please measure twice this week, sitting, before the coffee.", "thanks"),
        Said("ana", f"@{CLINIC} What helps against a cold that is also a lesson?", "lea", 38, "Tea, a day off, and a lesson about blankets.", "brightened", "layla"),
    ),
    (6, 1): (
        Said("noor", "Flu shot: do I need an appointment for it, for three of us?", "otto", 10, "No appointment, Noor. Come before ten, the small one gets the locomotive plaster.", "thanks"),
        Said("piotr", "Is the front door free of steps? I bring the new handrail on a cart.", "otto", 9, "By the side door, Piotr: lower bell. We have waited for that handrail, and so have all knees.", "thanks"),
        Said("xaver", "I demand to know why one waits forty minutes.", "samira", 65, "Because the one before you cried, Xaver, and we do not stop that with a clock. When it is your turn, it is as long for you.", "thanks"),
    ),
    (5, 0): (
        Said("mila", "Can we get the flu shots all four of us at once, without an appointment?", "otto", 16, "All four, any morning until ten. The bravest chooses the plasters.", "thanks"),
        Said("rosa", "Do you have the result of my second blood test?", "henrik", 41, "Yes: the iron is climbing, like the dough. Same again for six weeks.", "brightened"),
        Said("mara", f"@{CLINIC} Forty children want to know whether you can sneeze with open eyes.", "samira", 52, "You can, and nothing falls out. Please do not let all forty try at once.", "brightened", "ben_holm"),
    ),
    (4, 3): (
        Said("yusuf", "Do you have a lift, or a way in without stairs? A customer of mine comes on crutches.", "otto", 13, "No lift, but the side door: lower bell, and an arm to lean on.", "thanks"),
        Said("emil", "Can you renew the prescription for my back gel?", "otto", 20, "At the desk from noon, Emil. It works best on people who let others carry the flour.", "thanks"),
        Said("layla", "متى تصل نتيجة تحليل الدم؟", "lea", 75, "وصلت اليوم، وكل شيء بخير. اتصلي بي إن أردت أن نتحدث عنها.", "thanks"),
        Said("ingrid", "I have lost my voice, and there is a concert on Sunday.", "samira", 28, "Then it rests until Saturday: no whispering, which is worse. Come tomorrow at nine, I look at the cords.", "thanks"),
    ),
    (3, 1): (
        Said("ana", "Are flu shots possible without an appointment? My calendar is full of lessons.", "otto", 11, "Every morning until ten, Ana. It is the shortest lesson we have.", "thanks"),
        Said("ben_holm", "My prescription for the asthma spray has run out, can you renew it?", "henrik", 37, "Done, Ben. Steam trains do count as smoke.", "brightened"),
        Said("noor", "How do I come in with the pram? There are stairs in front of your door.", "otto", 8, "Lower bell, side door, and I carry, Noor. Always.", "thanks"),
        Said("piotr", "When do I hear about my blood result?", "henrik", 44, "Now: all in its place. You have the liver of a man who plays scales.", "thanks"),
    ),
    (2, 0): (
        Said("rosa", "Do you give flu shots early, without an appointment? The bakery cannot cough.", "otto", 15, "From eight, Rosa, and you go first: you were up first.", "thanks"),
        Said("mara", "Are you open on Saturday? One of my parents asks, again.", "otto", 19, "Not on Saturdays, Mara. Thursdays until seven; tell them we put the kettle on.", "thanks"),
        Said("ruth", f"@{CLINIC} I have measured, twice, sitting, before the coffee. I should like a star.", "henrik", 30, "One star, golden, for Ruth. The numbers are good as well.", "brightened", "ana"),
    ),
}  # fmt: skip


def past_deeds(today: datetime) -> list[tuple[Deed, int]]:
    """Give all of it as deeds, with the number of the wave in which they happen: what was said is heard in between."""
    deeds: list[tuple[Deed, int]] = []
    for wave, ((weeks, weekday), said) in enumerate(MORNINGS.items()):
        begins = _opening(today, weeks, weekday)
        for place, one in enumerate(said):
            deeds += [(deed, STEPS * wave + step) for step, deed in _of(one, today, begins + place * BETWEEN)]
    return sorted(deeds, key=lambda one: -one[0].hours_ago)


def _of(one: Said, today: datetime, asked: datetime) -> list[tuple[int, Deed]]:
    # All answer after all have asked; so each step of a morning can be done at once.
    answered = asked + timedelta(minutes=20 + one.after)
    settled = asked + timedelta(hours=3, minutes=one.after % 7)
    felt = settled + timedelta(hours=1)

    def ago(at: datetime) -> float:
        return (today - at).total_seconds() / 3600

    steps = [
        (0, Deed(ago(asked), one.who, "ask" if one.open else "write", one.text)),
        (1, Deed(ago(answered), one.by, "answer", one.answer, of=one.who, open=one.open)),
        (2, Deed(ago(settled), one.by, "settle", of=one.who, open=one.open)),
    ]
    if one.listens:
        steps.append((3, Deed(ago(felt), one.listens, "listen", of=one.who)))
    if one.feels:
        steps.append((3, Deed(ago(felt + BETWEEN / 4), one.who, "feel", one.feels)))
    if one.feels == "not_helped":
        again = Deed(ago(felt + BETWEEN), "samira", "answer", SECOND_TRY, of=one.who, open=one.open)
        done = Deed(ago(felt + 2 * BETWEEN), "samira", "settle", of=one.who, open=one.open)
        steps += [(4, again), (5, done)]
    return steps


def _opening(today: datetime, weeks: int, weekday: int) -> datetime:
    """Tell when the clinic opened on a day of the week so many weeks ago."""
    here = today.astimezone(ZoneInfo(ZONE))
    day = here - timedelta(days=here.weekday() - weekday, weeks=weeks)
    return day.replace(hour=OPENS_HOUR, minute=5, second=0, microsecond=0).astimezone(today.tzinfo)
