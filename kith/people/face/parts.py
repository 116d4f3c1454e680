"""The other parts of a face, and the colours. `{s}` skin, `{k}` skin in shade, `{h}` hair, `{c}` cloth, `{e}` deep ink."""

BACKGROUNDS = (
    "#efc9ab",
    "#d3cae6",
    "#f1c6c4",
    "#bedcc0",
    "#f4dda3",
    "#c3d9e6",
    "#e7d0b5",
    "#dfe2b8",
    "#e9c3b3",
    "#cfe0d8",
)
SKINS = (
    ("#fbdcc4", "#eebfa2"), ("#f4cfae", "#e2b18b"), ("#eec19a", "#d9a277"), ("#e0aa7c", "#c98e61"), ("#cd9265", "#b4784e"),
    ("#b67a50", "#9c623c"), ("#98623f", "#7f4d2e"), ("#7d4d31", "#653b24"), ("#5f3a27", "#4a2b1b"),
)  # fmt: skip
HAIRS = ("#2c2320", "#3b2a20", "#553722", "#6f4728", "#8f5a2e", "#ad6b3b", "#c98f4e", "#e0b876", "#a8452b", "#3b2f45")
GREYS = ("#8c8680", "#b4aea6", "#d7d2ca", "#efebe4")
CLOTHS = (
    "#335f52",
    "#3a567f",
    "#a5822b",
    "#7a4a6d",
    "#a34a2a",
    "#4d6b74",
    "#8a5a44",
    "#5c7a4a",
    "#c2745a",
    "#394b5e",
    "#d3a457",
    "#86607f",
)
INK = "#2f241f"
DEEP_INK = "#170d09"  # on deep skin a smile needs it

HEADS = (
    '<ellipse cx="50" cy="46" rx="17" ry="20" fill="{s}"/>',
    '<ellipse cx="50" cy="46" rx="17.6" ry="19" fill="{s}"/>',
    '<path fill="{s}" d="M33 42c0-11 7-16 17-16s17 5 17 16c0 13-6 24-17 24S33 55 33 42z"/>',
    '<path fill="{s}" d="M33 41c0-10 7-15 17-15s17 5 17 15v7c0 11-7 18-17 18s-17-7-17-18z"/>',
)
EARS = '<g fill="{k}"><circle cx="33" cy="48" r="3.6"/><circle cx="67" cy="48" r="3.6"/></g>'
NECK = '<path fill="{k}" d="M42 60h16v14c0 5-3 9-8 9s-8-4-8-9z"/>'

CLOTHES = (
    '<path fill="{c}" d="M16 104c0-19 11-28 27-30 1 5 3 7 7 7s6-2 7-7c16 2 27 11 27 30z"/>',
    '<path fill="{c}" d="M16 104c0-19 11-28 26-30l8 12 8-12c15 2 26 11 26 30z"/>',
    '<path fill="{c}" d="M16 104c0-19 11-28 27-30 1 5 3 7 7 7s6-2 7-7c16 2 27 11 27 30z"/><path fill="#fbf3e6" d="M41 73l9 9-6 7-6-14zM59 73l-9 9 6 7 6-14z"/>',
    '<path fill="{c}" d="M16 104c0-19 10-27 25-29v-7c5 3 13 3 18 0v7c15 2 25 10 25 29z"/>',
    '<path fill="#f3e7d3" d="M16 104c0-19 11-28 27-30 1 5 3 7 7 7s6-2 7-7c16 2 27 11 27 30z"/><path fill="{c}" d="M34 76l5-1v13h22V75l5 1v28H34z"/>',
    '<path fill="{c}" d="M16 104c0-19 11-28 27-30 1 5 3 7 7 7s6-2 7-7c16 2 27 11 27 30z"/><g fill="#fff" opacity=".28"><path d="M20 88c18-4 42-4 60 0l1 4c-18-4-44-4-62 0zM17 97c18-4 48-4 66 0v4c-18-4-48-4-66 0z"/></g>',
    '<path fill="{c}" d="M16 104c0-19 11-28 27-30 1 5 3 7 7 7s6-2 7-7c16 2 27 11 27 30z"/><path fill="#e7c07b" d="M37 72c8 7 18 7 26 0 3 3 3 7 1 9-8 6-20 6-28 0-2-2-2-6 1-9zM55 83l8 16h-9l-4-14z"/>',
    '<path fill="{c}" d="M16 104c0-19 11-28 26-30v30zM84 104c0-19-11-28-26-30v30z"/><path fill="#f6efe2" d="M42 74c1 5 4 8 8 8s7-3 8-8v30H42z"/>',
)

BROWS = (
    '<g stroke="{b}" stroke-width="1.7" fill="none" stroke-linecap="round"><path d="M39 40c2-1.4 4-1.4 6-.6M55 39.4c2-.8 4-.8 6 .6"/></g>',
    '<g stroke="{b}" stroke-width="1.7" fill="none" stroke-linecap="round"><path d="M39 39.5h6M55 39.5h6"/></g>',
    '<g stroke="{b}" stroke-width="2.4" fill="none" stroke-linecap="round"><path d="M39 40c2-1.6 4-1.6 6-1M55 39c2-.6 4-.6 6 1"/></g>',
    '<g stroke="{b}" stroke-width="1.5" fill="none" stroke-linecap="round"><path d="M39 38.5c2-2 4-2 6-.5M55 38c2-1.5 4-1.5 6 .5"/></g>',
)
EYES = (
    '<g fill="{e}"><circle cx="43" cy="46" r="2"/><circle cx="57" cy="46" r="2"/></g>',
    '<g fill="{e}"><circle cx="43" cy="46" r="2"/><circle cx="57" cy="46" r="2"/></g>',
    '<g fill="{e}"><ellipse cx="43" cy="46" rx="1.8" ry="2.3"/><ellipse cx="57" cy="46" rx="1.8" ry="2.3"/></g>',
    '<g stroke="{e}" stroke-width="1.8" fill="none" stroke-linecap="round"><path d="M40.5 46.5c1.5-2 3.5-2 5 0M54.5 46.5c1.5-2 3.5-2 5 0"/></g>',
    '<g fill="{e}"><circle cx="43" cy="46" r="2"/><circle cx="57" cy="46" r="2"/><path stroke="{e}" stroke-width="1.1" fill="none" d="M40.2 44.6l-1.6-1M59.8 44.6l1.6-1"/></g>',
)
NOSES = (
    "",
    '<path stroke="{k}" stroke-width="1.8" fill="none" stroke-linecap="round" d="M50 47c-.6 2-1.6 3.5-1 4.5.6.7 1.5.7 2.2.4"/>',
    '<path stroke="{k}" stroke-width="1.9" fill="none" stroke-linecap="round" d="M47.8 51.5c1.4 1.2 3 1.2 4.4 0"/>',
    '<ellipse cx="50" cy="51" rx="2.4" ry="1.7" fill="{k}"/>',
)
MOUTHS = (
    '<path stroke="{e}" stroke-width="1.8" fill="none" stroke-linecap="round" d="M44 56c3 3.6 9 3.6 12 0"/>',
    '<path stroke="{e}" stroke-width="1.8" fill="none" stroke-linecap="round" d="M45 56.5c2.5 2.4 7.5 2.4 10 0"/>',
    '<path fill="{e}" d="M43.5 55.5h13c-.5 4-3 6-6.5 6s-6-2-6.5-6z"/><path fill="#fff" d="M45 55.5h10c0 1.6-10 1.6-10 0z"/>',
    '<path stroke="{e}" stroke-width="1.8" fill="none" stroke-linecap="round" d="M45 57c3 2 7 1.8 10.5-1"/>',
    '<path fill="#a8453c" d="M44.5 56.5c2-1.2 4-1.4 5.5-.5 1.5-.9 3.5-.7 5.5.5-1.5 3-3.5 4-5.5 4s-4-1-5.5-4z"/>',
)
BEARDS = (
    '<path fill="{h}" d="M33 47c0 14 6 23 17 23s17-9 17-23c-2 5-4 7-6 7-6-3-16-3-22 0-2 0-4-2-6-7z"/>',
    '<path fill="{h}" d="M33 47c-1 18 6 31 17 35 11-4 18-17 17-35-2 5-4 7-6 7-6-3-16-3-22 0-2 0-4-2-6-7z"/>',
    '<path fill="{h}" d="M43 56c-1 8 2 12 7 12s8-4 7-12c-3 3-11 3-14 0z"/>',
    '<path fill="{h}" d="M42 55c2-3 6-3 8-1 2-2 6-2 8 1-2 2-6 2-8 .5-2 1.5-6 1.5-8-.5z"/>',
    '<path fill="{h}" opacity=".28" d="M33 48c1 12 7 18 17 18s16-6 17-18c-2 4-4 5-6 5-6-2-16-2-22 0-2 0-4-1-6-5z"/>',
)
GLASSES = (
    '<g stroke="{e}" stroke-width="1.5" fill="#fff" fill-opacity=".16"><circle cx="43" cy="46" r="5.6"/><circle cx="57" cy="46" r="5.6"/><path fill="none" d="M48.6 45.5c1-.8 1.8-.8 2.8 0M37.5 45l-4-1M62.5 45l4-1"/></g>',
    '<g stroke="{e}" stroke-width="1.8" fill="#fff" fill-opacity=".16"><rect x="37" y="41.5" width="11.5" height="9" rx="2.5"/><rect x="51.5" y="41.5" width="11.5" height="9" rx="2.5"/><path fill="none" d="M48.5 45h3M37 45l-4-1M63 45l4-1"/></g>',
    '<g stroke="#9c5a33" stroke-width="1.7" fill="#fff" fill-opacity=".16"><path d="M37.5 44h11c0 4-2 6.5-5.5 6.5s-5.5-2.5-5.5-6.5zM51.5 44h11c0 4-2 6.5-5.5 6.5s-5.5-2.5-5.5-6.5z"/></g>',
)
CHEEKS = '<g fill="#e2725b" opacity=".25"><circle cx="38.5" cy="52" r="3.4"/><circle cx="61.5" cy="52" r="3.4"/></g>'
FRECKLES = '<g fill="{k}"><circle cx="39" cy="51" r=".8"/><circle cx="41.5" cy="52.5" r=".8"/><circle cx="61" cy="51" r=".8"/><circle cx="58.5" cy="52.5" r=".8"/><circle cx="43.5" cy="51" r=".7"/><circle cx="56.5" cy="51" r=".7"/></g>'
LINES = '<g stroke="{k}" stroke-width="1.2" fill="none" stroke-linecap="round"><path d="M44 34.5c4-1 8-1 12 0M40 55c-.8 1.5-.8 3 0 4.5M60 55c.8 1.5.8 3 0 4.5"/></g>'
EARRINGS = '<g fill="#d9a441"><circle cx="32.5" cy="53.5" r="1.9"/><circle cx="67.5" cy="53.5" r="1.9"/></g>'
