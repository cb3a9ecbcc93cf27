import re

import pytest

from reports.pages.html import HERE

STYLE = (HERE / "assets" / "style.css").read_text("utf-8")
AA = 4.5
PAIRS = [
    ("ink", "paper"),
    ("ink", "surface"),
    ("ink", "sunken"),
    ("ink", "accent-soft"),
    ("muted", "paper"),
    ("muted", "surface"),
    ("accent", "paper"),
    ("accent", "surface"),
    ("low-ink", "low-soft"),
    ("low-ink", "surface"),
    ("watch-ink", "watch-soft"),
    ("elevated-ink", "elevated-soft"),
    ("surface", "high-ink"),
]


def colours(dark: bool) -> dict[str, str]:
    blocks = re.findall(r":root \{(.*?)\}", STYLE, flags=re.S)
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", blocks[1 if dark else 0]))


def luminance(colour: str) -> float:
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_stands_out_from_its_ground(dark, text, ground):
    known = colours(dark)
    light = sorted((luminance(known[text]), luminance(known[ground])))
    assert (light[1] + 0.05) / (light[0] + 0.05) >= AA
