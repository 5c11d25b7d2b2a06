"""Make the font of the figures from Pretendard (npm), under a name of its own as its licence asks.

Run once after `npm ci`, when the characters or Pretendard change: python tools/subset_font.py
"""

from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

ROOT = Path(__file__).parents[1]
PRETENDARD = ROOT / "node_modules/pretendard/dist"
FOLDER = ROOT / "cnnnotes/figures/fonts"
NAME = "CNN Notes Sans"
SYMBOLS = (
    "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎㅏㅑㅓㅕㅗㅛㅜㅠㅡㅣ–—‘’“”•…′″‰→←↑↓↔⇒−∑∏∫√∞≈≠≤≥∈∂∇∗⊗⊕⁴⁻₀₁₂₃₄✓✗■□▲△●○◆◇★☆①②③④⑤⑥⑦⑧⑨"
)


def characters():
    """KS X 1001 Hangul, Latin with accents, Greek, and the symbols of figures."""
    hangul = (bytes([row, cell]) for row in range(0xB0, 0xC9) for cell in range(0xA1, 0xFF))
    ranges = [*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x391, 0x3CA)]
    return set(SYMBOLS) | {char.decode("euc_kr") for char in hangul} | {chr(code) for code in ranges}


def main():
    """Write the subset and its licence."""
    font = TTFont(PRETENDARD / "public/static/alternative/Pretendard-Regular.ttf")
    options = subset.Options(
        layout_features=["kern"], hinting=False, notdef_outline=True, name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14]
    )
    subsetter = subset.Subsetter(options)
    subsetter.populate(text="".join(characters()))
    subsetter.subset(font)
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 6, 16):
            record.string = NAME.replace(" ", "") if record.nameID in (3, 6) else NAME
    font.save(FOLDER / "CNNNotesSans.ttf")
    (FOLDER / "LICENSE-OFL.txt").write_text((PRETENDARD / "LICENSE.txt").read_text(encoding="utf-8"), encoding="utf-8")


if __name__ == "__main__":
    main()
