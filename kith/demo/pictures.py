"""Photographs of the village, drawn: hills at three times of the day; a tree and a bench, houses, or a pond."""

import io
import random

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1200, 800
PALE = (245, 232, 214)
SKIES = (((247, 200, 140), (236, 160, 110)), ((180, 205, 220), (240, 220, 190)), ((70, 80, 110), (200, 140, 120)))


def landscape(number: int) -> bytes:
    """Draw one as JPEG; the same number gives the same picture."""
    chance = random.Random(number)
    image = Image.new("RGB", (WIDTH, HEIGHT))
    draw = ImageDraw.Draw(image)
    top, bottom = SKIES[number % len(SKIES)]
    for y in range(HEIGHT):
        share = y / HEIGHT
        draw.line(
            ((0, y), (WIDTH, y)), fill=tuple(round(a + (b - a) * share) for a, b in zip(top, bottom, strict=True))
        )
    x, y, radius = chance.randint(200, 1000), chance.randint(150, 380), chance.randint(60, 110)
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=(255, 232, 190))
    for layer in range(3):
        _hill(draw, chance, 420 + layer * 110, (110 - layer * 22, 140 - layer * 22, 100 - layer * 14))
    (_orchard, _houses, _pond)[number // len(SKIES) % 3](draw, chance)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=88)
    return out.getvalue()


def _hill(draw: ImageDraw.ImageDraw, chance: random.Random, height: int, colour: tuple[int, int, int]) -> None:
    left, right = height + chance.randint(-60, 60), height + chance.randint(-60, 60)
    middle = height + chance.choice((-1, 1)) * chance.randint(110, 190)
    points = [(0, HEIGHT)]
    for x in range(0, WIDTH + 1, 20):
        share = x / WIDTH
        y = left * (1 - share) ** 2 + 2 * middle * share * (1 - share) + right * share**2
        points.append((x, round(y)))
    draw.polygon([*points, (WIDTH, HEIGHT)], fill=colour)


def _orchard(draw: ImageDraw.ImageDraw, chance: random.Random) -> None:
    _tree(draw, chance.randint(150, 400), 640, chance)
    bench = chance.randint(600, 900)
    draw.rounded_rectangle((bench, 660, bench + 240, 676), 6, fill=PALE)
    for leg in (bench + 20, bench + 205):
        draw.rectangle((leg, 676, leg + 12, 716), fill=PALE)


def _houses(draw: ImageDraw.ImageDraw, chance: random.Random) -> None:
    for number in range(4):
        x, y, width = 180 + number * 220 + chance.randint(-30, 30), 560 + chance.randint(-20, 40), 150
        draw.rectangle((x, y, x + width, y + 120), fill=PALE)
        draw.polygon([(x - 16, y), (x + width // 2, y - 80), (x + width + 16, y)], fill=(176, 84, 56))
        for window in (x + 26, x + 92):
            draw.rounded_rectangle((window, y + 34, window + 34, y + 78), 4, fill=(250, 200, 110))


def _pond(draw: ImageDraw.ImageDraw, chance: random.Random) -> None:
    draw.ellipse((140, 590, 1060, 770), fill=(122, 154, 160))
    for _ in range(9):
        x, y = chance.randint(260, 900), chance.randint(630, 730)
        draw.line(((x, y), (x + chance.randint(30, 90), y)), fill=(168, 192, 192), width=4)
    for _ in range(16):
        x = chance.choice((chance.randint(150, 300), chance.randint(900, 1040)))
        draw.line(((x, 700), (x + chance.randint(-18, 18), chance.randint(540, 600))), fill=(66, 92, 60), width=6)
    boat = chance.randint(480, 640)
    draw.chord((boat, 610, boat + 190, 700), 0, 180, fill=(150, 74, 48))


def _tree(draw: ImageDraw.ImageDraw, x: int, y: int, chance: random.Random) -> None:
    draw.rectangle((x - 14, y - 160, x + 14, y + 40), fill=(94, 66, 52))
    draw.ellipse((x - 120, y - 360, x + 120, y - 120), fill=(72, 104, 74))
    for _ in range(5):
        fx, fy = x + chance.randint(-80, 80), y - 240 + chance.randint(-80, 80)
        draw.ellipse((fx - 10, fy - 10, fx + 10, fy + 10), fill=(196, 78, 58))
