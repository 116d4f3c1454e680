"""What is an emoji."""

import regex

EMOJI_MAX = 40  # code points: the longest emoji of a family with its joiners has 14
# A flag, a keycap, or a picture with what colours it and joins it to others (Unicode Technical Standard 51).
_EMOJI = regex.compile(
    r"\p{RI}\p{RI}"
    r"|[0-9#*]\uFE0F?\u20E3"
    r"|\p{Extended_Pictographic}[\p{Extended_Pictographic}\U0001F3FB-\U0001F3FF\u200D\uFE0F\u2640\u2642\U000E0020-\U000E007F]*"
)


def is_emoji(text: str) -> bool:
    """Tell whether this is one emoji of Unicode."""
    return len(text) <= EMOJI_MAX and _EMOJI.fullmatch(text) is not None and len(regex.findall(r"\X", text)) == 1
