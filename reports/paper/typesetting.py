"""Documents as PDF: tagged, the same bytes twice, and no text read as markup."""

import json
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import pikepdf
import typst

TEMPLATES = Path(__file__).with_name("templates")
STANDARD: Final = (
    "ua-1"  # Tagged, with a title, a language, and words for every drawing.
)
MISSING = "\N{REPLACEMENT CHARACTER}"
SURE = 0x180  # Every letter below it is in the typeface.


def typeset(template: str, document: Mapping[str, Any]) -> bytes:
    """Lay a document out.

    Parameters
    ----------
    template : str
        Name of a file in ``templates``.
    document : mapping
        What the template asks for; strings are text, whatever they hold.

    Returns
    -------
    bytes
        A PDF of the standard UA-1.
    """
    said = json.dumps(_printed(document), ensure_ascii=False)
    made = _compiler(template).compile(
        format="pdf", sys_inputs={"document": said}, pdf_standards=STANDARD
    )
    assert isinstance(made, bytes)  # A list only for pictures, one a page.
    return _packed(made)


def _packed(made: bytes) -> bytes:
    """Pack the tags, which weigh more than the text: typst leaves them as they are."""
    packed = BytesIO()
    with pikepdf.open(BytesIO(made)) as document:
        document.save(
            packed,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
        )
    return packed.getvalue()


@cache
def _compiler(template: str) -> typst.Compiler:
    return typst.Compiler(
        TEMPLATES / f"{template}.typ",
        root=TEMPLATES,
        font_paths=_fonts(),
        ignore_system_fonts=True,
    )


@cache
def _fonts() -> typst.Fonts:
    # Those that typst carries: the same page on every machine.
    return typst.Fonts(include_system_fonts=False)


class _Characters(dict[int, str]):
    """What stands for each character: itself, or a mark where it can't be set."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        self[code] = character if _settable(character) else MISSING
        return self[code]


CHARACTERS = _Characters()


def _printed(value: Any) -> Any:
    """Give the document with a mark for each character that no typeface has."""
    if isinstance(value, str):
        return value.translate(CHARACTERS)
    if isinstance(value, Mapping):
        return {name: _printed(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_printed(one) for one in value]
    return value


def _settable(character: str) -> bool:
    """Ask typst about a character: the standard refuses a gap, and the document."""
    if ord(character) < SURE:
        return character.isprintable() or character in "\n\u00a0"
    try:
        _compiler("character").compile(
            format="pdf", sys_inputs={"text": character}, pdf_standards=STANDARD
        )
    except typst.TypstError:
        return False
    return True
