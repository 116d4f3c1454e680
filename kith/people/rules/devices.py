"""What a browser is called, from its User-Agent: two words to recognise it by, and nothing to track it by."""

_BROWSERS = (
    ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("Edg", "Edge"), ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("CriOS", "Chrome"), ("Chromium", "Chromium"), ("Chrome", "Chrome"), ("Safari", "Safari"), ("curl", "curl"),
)  # fmt: skip
_SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("CrOS", "ChromeOS"), ("Windows", "Windows"),
    ("Mac OS X", "Mac"), ("Linux", "Linux"),
)  # fmt: skip


def device_words(user_agent: str) -> str:
    """Give for example `Firefox · Android`; whatever is unknown is `A browser`."""
    head = user_agent[:400]
    browser = next((name for sign, name in _BROWSERS if sign in head), "A browser")
    system = next((name for sign, name in _SYSTEMS if sign in head), "")
    return f"{browser} · {system}" if system else browser
