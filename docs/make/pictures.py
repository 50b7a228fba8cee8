"""The pictures of the architecture, drawn as SVG: the stages of a check, and the layers that import-linter holds.

They are narrow, so that a telephone shows them at nearly their size, and stand on a light card, so that they can be
read in a dark theme too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.sax.saxutils import escape

from program import layers

ASSETS = Path(__file__).resolve().parents[1] / "assets"
WIDTH, MARGIN, SIZE = 520, 20, 15
INK, QUIET, LINE = "#1f2937", "#6b7280", "#9ca3af"
#: Fill and border of a group of boxes.
COLOURS = {
    "use": ("#e0e7ff", "#6366f1"),
    "settings": ("#f1f5f9", "#94a3b8"),
    "check": ("#fef3c7", "#d97706"),
    "stages": ("#ffedd5", "#ea580c"),
    "data": ("#d1fae5", "#059669"),
    "nouns": ("#f3e8ff", "#9333ea"),
}
#: To which group a layer belongs, by one of its members; a layer that is not named belongs to the group above it.
GROUPS = {"cli": "use", "lsp": "use", "config": "settings", "library": "use", "reporters": "stages", "accept": "stages",
    "check": "check", "readers": "stages", "scoring": "settings", "corpus": "data", "report": "nouns",
    "types": "nouns"}  # fmt: skip
#: A few words on a room that has a layer to itself; `rooms` in ARCHITECTURE.md has a sentence on each.
CAPTIONS = {
    "__main__": "python -m simcheck", "cli": "the command line", "lsp": "the language server",
    "session": "a draft that is being written", "config": "settings, and where each comes from",
    "reporters": "text, web page, Word, JSON, SARIF …", "accept": "reuse that may stand",
    "check": "analyze → retrieve → align → accept → judge", "scoring": "every number that decides what is found",
    "corpus": "texts and vectors, in memory or on disk", "encode": "a sentence becomes a unit vector",
    "text": "normalise, split, tokens, fingerprints", "report": "the result of a check",
    "limits": "what the gate allows", "types": "the nouns that all stages share",
    "messages": "what people read, in two languages", "errors": "what can go wrong, with the remedy",
    "arguments": "what a caller may give", "caching": "what is kept for the next check",
    "align": "seed → extend → trim → score → select",
}  # fmt: skip
#: The stages: what goes in, the room, and what it does in both languages.
STAGES = (
    ("draft.docx", "readers", "text of any format",
     "文件变成文字，不论什么格式"),
    ("Document", "analyze", "fold characters; sentences, tokens, vectors",
     "字形归一，分句，切词，每句变成向量"),
    ("Analyzed", "retrieve", "candidate sources: shared fingerprints, near vectors",
     "按共同指纹、相近向量找出候选来源"),
    ("candidates", "align", "seed → extend → trim → score against rivals → select",
     "种子 → 延伸 → 修剪 → 竞争来源 → 选定"),
    ("alignments", "accept", "own work, baseline, marks, old text",
     "本人旧作、认可清单、标记、原有文字"),
    ("matches", "judge", "kind of each match, figures, verdict",
     "每处的类别，各项数字，结论"),
    ("Report", "reporters", "text, web page, Word, JSON, SARIF …",
     "文字、网页、Word、JSON、SARIF 等"),
)  # fmt: skip
_TITLE = {"en": "The stages of a check", "zh": "一次检查的各个阶段"}


def drawn() -> dict[Path, str]:
    """Every picture by its file."""
    found = {ASSETS / f"stages.{language}.svg": stages(language) for language in _TITLE}
    return found | {ASSETS / "layers.svg": layered()}


def stages(language: str) -> str:
    """The stages of a check from top to bottom, with what each hands to the next."""
    parts, top, height = [], MARGIN, 46
    for number, (given, room, en, zh) in enumerate(STAGES):
        middle = MARGIN + 55
        parts += _arrow(middle, top + 2, top + 24)
        parts.append(_text(middle + 14, top + 18, given, size=12, fill=QUIET, mono=True))
        top += 28
        group = "check" if 0 < number < len(STAGES) - 1 else "settings"
        parts.append(_box(MARGIN, top, WIDTH - 2 * MARGIN, height, group))
        parts.append(_text(middle, top + 29, room, weight=600, anchor="middle", mono=True))
        parts.append(_text(MARGIN + 112, top + 28, zh if language == "zh" else en, size=13))
        top += height
    return _svg(_TITLE[language], top + MARGIN, parts)


def layered() -> str:
    """The layers of the package, the highest first; what stands beside each other does not know each other."""
    parts, top, group, height = [], MARGIN, "use", 36
    for names in layers():
        group = next((GROUPS[name] for name in names if name in GROUPS), group)
        gap = 10.0
        room = WIDTH - 2 * MARGIN - 40
        wide = (room - gap * (len(names) - 1)) / len(names)
        for place, name in enumerate(names):
            left = MARGIN + place * (wide + gap)
            parts.append(_box(left, top, wide, height, group))
            middle = left + (wide / 2 if len(names) > 1 else 55)
            size = min(SIZE, wide / (0.62 * len(name)) - 1)
            parts.append(_text(middle, top + 23, name, weight=600, anchor="middle", mono=True, size=size))
            if len(names) == 1 and name in CAPTIONS:
                parts.append(_text(MARGIN + 112, top + 22.5, CAPTIONS[name], size=13))
        top += height + 8
    parts += _arrow(WIDTH - MARGIN - 12, MARGIN + 4, top - 14)
    parts.append(
        f'<text transform="translate({WIDTH - MARGIN + 6} {top / 2:g}) rotate(90)" font-size="12" fill="{QUIET}" '
        'text-anchor="middle">imports go down</text>'
    )
    return _svg("The layers of simcheck", top + MARGIN - 8, parts)


def _svg(title: str, height: float, parts: Iterable[str]) -> str:
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:g}" width="{WIDTH}" height="{height:g}"',
        ' role="img" font-family="system-ui, -apple-system, Segoe UI, Noto Sans CJK SC, sans-serif">',
        f"<title>{escape(title)}</title>",
        f'<rect x=".5" y=".5" width="{WIDTH - 1}" height="{height - 1:g}" rx="10" fill="#fff" stroke="#e5e7eb"/>',
        *parts,
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _box(left: float, top: float, width: float, height: float, group: str) -> str:
    fill, border = COLOURS[group]
    return (
        f'<rect x="{left:g}" y="{top:g}" width="{width:g}" height="{height:g}" rx="7" fill="{fill}" '
        f'stroke="{border}" stroke-width="1.2"/>'
    )


def _text(
    left: float, base: float, text: str, *, size: float = SIZE, fill: str = INK, weight: int = 400,
    anchor: str = "start", mono: bool = False,
) -> str:  # fmt: skip
    family = ' font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace"' if mono else ""
    return (
        f'<text x="{left:g}" y="{base:g}" font-size="{size:g}" font-weight="{weight}" fill="{fill}" '
        f'text-anchor="{anchor}"{family}>{escape(text)}</text>'
    )


def _arrow(left: float, top: float, bottom: float) -> Iterator[str]:
    yield f'<path d="M{left:g} {top:g}V{bottom:g}" stroke="{LINE}" stroke-width="1.5" fill="none"/>'
    point = f"M{left - 5:g} {bottom - 6:g}L{left:g} {bottom:g}L{left + 5:g} {bottom - 6:g}"
    yield f'<path d="{point}" stroke="{LINE}" stroke-width="1.5" fill="none" stroke-linejoin="round"/>'
