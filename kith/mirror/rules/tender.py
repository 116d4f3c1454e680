"""What the mirror never looks at: illness, grief, and times of crisis.

It looks for words and for nothing between them: no mood is read, and nothing is kept of what was found. It would rather
leave out too much. For all that has no such word there is the pause.
"""

import re

NEVER = frozenset({"health"})  # of the topics that everybody has

_WORDS = (
    # English
    "funeral", "passed away", "in memoriam", "rest in peace", "condolence", "grief", "grieving", "mourn", "bereave",
    "hospice", "miscarriage", "stillborn", "suicid", "self-harm", "overdose", "palliative", "died", "dying", "widow",
    "evacuat", "earthquake", "flooded", "wildfire", "refugee", "bombed", "shelter tonight", "emergency room",
    "intensive care", "cancer", "chemo", "evicted", "laid off", "divorce",
    # German
    "beerdigung", "begräbnis", "gestorben", "verstorben", "trauer", "beileid", "hospiz", "fehlgeburt", "suizid",
    "selbstmord", "evakuier", "erdbeben", "hochwasser", "intensivstation", "krebs", "scheidung", "krankenhaus",
    # French, Spanish, Italian, Portuguese
    "obsèques", "enterrement", "décédé", "deuil", "condoléances", "fausse couche", "séisme", "funérailles",
    "funeral", "falleci", "luto", "pésame", "duelo", "terremoto", "aborto espontáneo", "funerale", "lutto",
    "condoglianze", "è morto", "è morta", "faleceu", "enterro", "pêsames",
    # Polish, Turkish, Arabic
    "pogrzeb", "zmarł", "żałob", "kondolencj", "poroni", "cenaze", "vefat", "başsağlığı", "taziye", "deprem",
    "جنازة", "توفي", "عزاء", "وفاة", "زلزال", "حداد",
)  # fmt: skip
_ANY = re.compile("|".join(rf"(?<!\w){re.escape(word)}" for word in dict.fromkeys(_WORDS)), re.IGNORECASE)


def is_tender(text: str) -> bool:
    """Tell whether a text has words of illness, grief or crisis."""
    return _ANY.search(text) is not None
