"""The plot: three bars an order, drawn by hand."""

from collections.abc import Mapping

from bench.feed.simulation import Metrics

BARS = (
    ("cover", "#3d6b57", "ties shown"),
    ("quiet", "#c98a2b", "quiet friends shown"),
    ("horn", "#a8482c", "places of the loudest 1 %"),
)
ROW, BAR, LEFT, WIDE = 78, 18, 250, 420


def drawn(metrics: Mapping[str, Metrics]) -> str:
    """Draw it as SVG."""
    height = 70 + ROW * len(metrics)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LEFT + WIDE + 70} {height}" '
        'font-family="sans-serif" font-size="14" role="img">',
        "<title>What each order shows in 20 places, simulated</title>",
        f'<rect width="100%" height="{height}" fill="#fbf6ee"/>',
    ]
    for number, (_key, colour, words) in enumerate(BARS):
        x = 20 + number * 220
        lines.append(f'<rect x="{x}" y="18" width="14" height="14" fill="{colour}"/>')
        lines.append(f'<text x="{x + 20}" y="30" fill="#3b2f27">{words}</text>')
    for row, (name, one) in enumerate(metrics.items()):
        top = 60 + row * ROW
        lines.append(f'<text x="{LEFT - 12}" y="{top + 32}" text-anchor="end" fill="#3b2f27">{name}</text>')
        for number, (key, colour, _words) in enumerate(BARS):
            value, y = getattr(one, key), top + number * (BAR + 2)
            lines.append(
                f'<rect x="{LEFT}" y="{y}" width="{max(1, value * WIDE):.0f}" height="{BAR}" fill="{colour}"/>'
            )
            lines.append(f'<text x="{LEFT + value * WIDE + 8:.0f}" y="{y + 14}" fill="#3b2f27">{value:.2f}</text>')
    return "\n".join([*lines, "</svg>", ""])
