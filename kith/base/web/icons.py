"""The icons Kith draws with: names from Lucide, put into one sprite at set-up by `vendor`.

Add a name here, run `python -m kith.base.web.vendor`, and `icon("the-name")` works in every template.
"""

PLACES = (
    "house", "users", "user", "bell",
    "bell-off", "unlink", "bell-ring", "bookmark", "search", "settings", "shield", "messages-square",
    "hand-helping", "graduation-cap", "menu", "log-in", "log-out", "building-2", "server", "mail", "hash", "book-open",
)  # fmt: skip
DEEDS = (
    "pen-line", "pencil", "message-circle", "reply", "sun", "heart", "repeat-2", "ellipsis", "pin", "pin-off", "link",
    "copy", "external-link", "trash-2", "flag", "ban", "volume-x", "volume-2", "send", "undo-2", "save", "plus",
    "minus", "x", "check", "check-check", "download", "upload", "refresh-cw", "move", "zoom-in", "user-plus",
    "user-minus", "user-check", "user-x", "share-2", "filter", "eye", "eye-off", "quote",
)  # fmt: skip
COMPOSER = (
    "globe", "globe-lock", "lock", "lock-open", "at-sign", "image", "image-plus", "triangle-alert", "vote",
    "calendar-clock", "languages", "crosshair", "file-text", "sticky-note", "list-plus",
)  # fmt: skip
TALK = (
    "mic", "paperclip", "smile", "smile-plus", "square", "play", "pause", "file", "forward", "bell-off", "unlink",
    "calendar-search", "users-round", "lightbulb", "flag-triangle-right", "dog", "trophy", "car", "shapes",
)  # fmt: skip
SIGNS = (
    "info", "circle-alert", "circle-check", "hourglass", "heart-handshake", "sparkles", "clock", "history",
    "keyboard", "sun-moon", "moon", "wifi-off", "bot", "ticket", "key-round", "monitor", "smartphone", "palette",
    "accessibility", "map-pin", "cake", "star", "list", "coffee", "sprout", "leaf", "party-popper", "door-open",
    "mail-plus", "feather", "layers",
)  # fmt: skip
ARROWS = (
    "arrow-left", "arrow-right", "arrow-up", "arrow-down", "chevron-down", "chevron-up", "chevron-left",
    "chevron-right", "corner-down-right", "corner-left-up",
)  # fmt: skip

ICONS: tuple[str, ...] = tuple(sorted({*PLACES, *DEEDS, *COMPOSER, *TALK, *SIGNS, *ARROWS}))

# These point along the line of reading, so they turn around where that runs from right to left.
TURNING: frozenset[str] = frozenset({
    "arrow-left", "arrow-right", "chevron-left", "chevron-right", "corner-down-right", "corner-left-up", "log-in",
    "log-out", "reply", "send", "undo-2", "external-link", "list", "list-plus",
})  # fmt: skip
