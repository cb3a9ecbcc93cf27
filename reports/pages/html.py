"""Pages as HTML: a folder of files that opens by double click, without a network."""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
from markupsafe import Markup

from reports import files
from reports.content import crowd
from reports.content.monthly import MonthReport
from reports.content.unit import UnitPage
from reports.pages import charts, find_me
from reports.words import vocabulary
from reports.words.language import LANGUAGES, NAMES, Language, language
from reports.words.naming import Names

HERE = Path(__file__).parent
ASSETS = ("style.css", "page.js", "draw.js", "find.js")
FIND_ME = "find-me.html"
SHOWN_FIRST, MOVES_FIRST = 8, 6
FEWEST_FOLDED = 3


def folder(reports: Iterable[MonthReport], first_language: str) -> dict[str, str]:
    """Render every page of the report.

    Parameters
    ----------
    reports : iterable of MonthReport
        One a month, latest first.
    first_language : {"fr", "en"}

    Returns
    -------
    dict of path to text
        Paths are relative to the report's folder, with forward slashes.
    """
    made = {f"assets/{name}": _asset(name) for name in ASSETS}
    made |= {"assets/vega.js": _vega(), "assets/drawings.js": _drawings()}
    codes = sorted(LANGUAGES, key=lambda code: code != first_language)
    rendered = list(reports)
    for report in rendered:
        for code in codes:
            made |= _month(report, language(code))
    made_up = any(report.made_up for report in rendered)
    made["index.html"] = index([r.month for r in rendered], first_language, made_up)
    return made


def index(months: Iterable[date], first_language: str, made_up: bool) -> str:
    """Render the list of months that lie beside it.

    Parameters
    ----------
    months : iterable of date
        Last days, latest first.
    first_language : {"fr", "en"}
    made_up : bool
    """
    codes = sorted(LANGUAGES, key=lambda code: code != first_language)
    template = _environment(codes[0]).get_template("months.html.j2")
    return template.render(
        first=codes[0],
        languages=[language(code) for code in codes],
        months=list(months),
        made_up=made_up,
    )


def company_page(report: MonthReport, chosen: Language) -> str:
    """Render the page of the company in one language.

    Parameters
    ----------
    report : MonthReport
    chosen : Language
    """
    return (
        _environment(chosen.code)
        .get_template("company.html.j2")
        .render(
            **_shared(report, chosen),
            here="index.html",
            page=report.company,
            charts_drawn=report.company.unit is not None,
            shown_first=SHOWN_FIRST,
            folded=crowd.crowded(report.company.places),
        )
    )


def _month(report: MonthReport, chosen: Language) -> dict[str, str]:
    environment = _environment(chosen.code)
    under = f"{files.month_folder(report.month)}/{chosen.code}"
    shared = _shared(report, chosen)
    template = environment.get_template("unit.html.j2")
    pages = {
        f"{under}/{file_name(page)}": template.render(
            **shared,
            here=file_name(page),
            page=page,
            charts_drawn=page.unit.shown,
        )
        for page in report.unit_pages
    }
    return {
        f"{under}/index.html": company_page(report, chosen),
        f"{under}/{FIND_ME}": find_me.rendered(environment, shared, report, FIND_ME),
        **pages,
    }


def file_name(page: UnitPage) -> str:
    """Name the file of a unit's page."""
    return files.page_name(page.link.slug or "")


def _shared(report: MonthReport, chosen: Language) -> dict[str, Any]:
    names = Names(report, chosen)

    def strong(text: str) -> Markup:
        return Markup("<strong>{}</strong>").format(text)

    def first(found: Sequence[Any], most: int) -> int:
        """Say how many to show before the rest folds away; never fold a few."""
        return most if len(found) >= most + FEWEST_FOLDED else len(found)

    return {
        "report": report,
        "root": "../../",
        "family": names.family,
        "listed": names.listed,
        "indicator_name": names.indicator,
        "first": first,
        "moves_first": MOVES_FIRST,
        "listed_most": crowd.LISTED,
        "groups": {page.unit.id for page in report.unit_pages if page.members},
        "units": {page.unit.id: page.unit for page in report.unit_pages},
        "strong": strong,
        "thresholds": {term.outcome: term.rate for term in report.company.agreed},
        "company_name": names.company,
    }


class _Compiled(BytecodeCache):
    """Templates compiled once for all languages, kept in memory."""

    def __init__(self) -> None:
        self.codes: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.codes:
            bucket.bytecode_from_string(self.codes[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.codes[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


@lru_cache
def _environment(code: str) -> Environment:
    chosen = language(code)
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        bytecode_cache=_COMPILED,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_translations(  # type: ignore[attr-defined]
        chosen.words, newstyle=True
    )
    environment.globals |= {
        "language": chosen,
        "n": chosen.numbers,
        "many": chosen.say_many,
        "words": vocabulary,
        "charts": charts,
        "files": files,
        "language_names": NAMES,
    }
    return environment


def _asset(name: str) -> str:
    return (HERE / "assets" / name).read_text(encoding="utf-8")


@lru_cache
def _drawings() -> str:
    """Write how charts are drawn, once for all pages."""
    every = [charts.drawings(code) for code in sorted(LANGUAGES)]
    found = {name: spec for one in every for name, spec in one.items()}
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    return f'"use strict";\nconst DRAWINGS = {text};\n'


@lru_cache
def _vega() -> str:
    import vl_convert  # Slow to start, and needed only here.

    return str(vl_convert.javascript_bundle())  # type: ignore[call-arg]
