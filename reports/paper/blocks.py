"""What a printed page is built from, as plain data that typst lays out.

Text stands here as text: typst is handed it as JSON and never reads it as markup.
"""

from collections.abc import Iterable, Sequence
from typing import Any

Block = dict[str, Any]
# A piece of a line: text, or text with a look of its own.
Piece = str | dict[str, Any]
Line = Sequence[Piece]
Text = str | Line


def heading(level: int, *pieces: Piece) -> Block:
    """Give a heading of level 1 to 4."""
    return {"kind": "heading", "level": level, "line": list(pieces)}


def paragraph(*pieces: Piece, tone: str = "plain") -> Block:
    """Give a paragraph: plain, quiet, intro, lead, strong, or big."""
    return {"kind": "paragraph", "tone": tone, "line": list(pieces)}


def bullets(lines: Iterable[Text], mark: str = "dot") -> Block:
    """Give a list, marked with a dot, a cross, or none."""
    return {"kind": "bullets", "mark": mark, "lines": [as_line(line) for line in lines]}


def terms(entries: Iterable[tuple[str, Text]]) -> Block:
    """Give terms, each with what is to be said of it."""
    return {
        "kind": "terms",
        "entries": [{"term": term, "line": as_line(line)} for term, line in entries],
    }


def column(title: Text, share: float = 1, right: bool = False) -> Block:
    """Give a column of a table, so many times as wide as one of share 1."""
    return {"title": as_line(title), "share": share, "right": right}


def table(columns: Sequence[Block], rows: Iterable[Sequence[Text]], name: str) -> Block:
    """Give a table; a row is a cell a column, its first cell names the row."""
    cells = [[as_line(cell) for cell in row] for row in rows]
    return {"kind": "table", "name": name, "columns": list(columns), "rows": cells}


def chart(svg: str, words: str, key: Iterable[tuple[str, str]]) -> Block:
    """Give a drawing, what it shows in words, and the key to its marks."""
    marks = [{"mark": mark, "text": text} for mark, text in key]
    return {"kind": "chart", "svg": svg, "words": words, "key": marks}


def cards(found: Iterable[Sequence[Block]], columns: int = 2) -> Block:
    """Give cards side by side, none torn apart by the end of a page."""
    return {
        "kind": "cards",
        "columns": columns,
        "cards": [list(card) for card in found],
    }


def notice(*blocks: Block) -> Block:
    """Give blocks in a frame of their own."""
    return {"kind": "notice", "blocks": list(blocks)}


def strong(text: str) -> Piece:
    """Give text in bold."""
    return {"look": "strong", "text": text}


def quiet(text: str) -> Piece:
    """Give text that stands back."""
    return {"look": "quiet", "text": text}


def level(code: str, word: str) -> Piece:
    """Give a level: a shape and its word, so that it reads without colour."""
    return {"look": "level", "code": code, "text": word}


def dots(chance: float) -> Piece:
    """Give chances in ten as ten dots; beside them stands the number."""
    return {"look": "dots", "filled": round(10 * chance), "text": ""}


def under() -> Piece:
    """Go on with the next line."""
    return {"look": "under", "text": ""}


def as_line(text: Text) -> list[Piece]:
    """Give text as a line of pieces."""
    return [text] if isinstance(text, str) else list(text)
