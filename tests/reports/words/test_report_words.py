import re
from collections.abc import Iterator
from typing import Any

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

from contracts.drivers import Label
from contracts.kpis import KPIS
from features.registry import FAMILIES as DRIVER_FAMILIES
from reports.content.catalogue import cards, fitting
from reports.words.language import WORDS
from reports.words.vocabulary import FAMILIES

REPORTS = WORDS.parent
KEYWORDS: dict[str, Any] = {
    **dict.fromkeys(("_", "later", "say")),
    **dict.fromkeys(("many", "say_many", "ngettext"), (1, 2)),
}
# Causes, promises of an effect, and people pointed at; never said, even denied.
FORBIDDEN = {
    "en": r"\bbecause\b|\bcaus(e|es|ed|ing|al)\b|\bdue to\b|\bowing to\b"
    r"|\bthanks to\b|\bas a (result|consequence)\b|\bresults? in\b|\bdriven by\b"
    r"|\b(reduc|cut|lower|rais|improv|increas)\w* .* (to|and) (keep|retain|lose)\b"
    r"|\bto (keep|retain) (your |the )?(people|agents|staff|employees|talent)"
    r"|\bat[- ]risk\b|\b(high|flight)[- ]risk\b|\brisky\b|\bwill (leave|resign|quit)\b"
    r"|\battrition\b|\bappraisal\b|\b(low|poor|weak) performers?\b",
    "fr": r"\bà cause\b|\bparce qu|\bcaus(e|es|é|ée|er|ent)\b|\bprovoqu"
    r"|\bdû à\b|\bdue?s? (au|aux|à)\b|\ben raison d|\bgrâce (à|au)|\bdu fait d"
    r"|\bpar conséquent\b|\brésult(e|ent|ant) d|\bsous l’effet\b"
    r"|\b(rédui|baiss|diminu|amélior|augment)\w* .* pour (garder|retenir|fidéliser)"
    r"|\bpour (garder|retenir|fidéliser) (vos|les|ses|nos) "
    r"|\b(salarié|conseiller|personne|employé|collaborateur|agent)e?s? à risques?\b"
    r"|\bà haut risque\b|\bva (partir|démissionner)\b|\bvont (partir|démissionner)\b"
    r"|\battrition\b|\bdélais? (moyen )?de traitement\b|\b(peu|moins) performant",
}


def found_sentences() -> Iterator[str | tuple[str, ...]]:
    options = {"extensions": "jinja2.ext.i18n", "newstyle_gettext": "true"}
    for path in [*REPORTS.rglob("*.py"), *REPORTS.rglob("*.j2")]:
        method: Any = "python" if path.suffix == ".py" else babel_extract
        with path.open("rb") as source:
            for found in extract(method, source, KEYWORDS, options=options):
                yield found[1]


def french() -> dict[Any, Any]:
    with (WORDS / "fr.po").open("rb") as source:
        return {m.id: m.string for m in read_po(source) if m.id}


def sentences(language: str) -> list[str]:
    said = set(found_sentences()) if language == "en" else set(french().values())
    plain = [s for m in said for s in (m if isinstance(m, tuple) else (m,))]
    actions = [
        getattr(label, language)
        for card in cards()
        for label in (card.title, card.what, card.how, card.moves)
    ]
    return plain + actions + [getattr(label, language) for label in labels()]


def labels() -> Iterator[Label]:
    """Give the words that other packages lend to the report."""
    for family in DRIVER_FAMILIES:
        yield from (family.label, *(feature.label for feature in family.features))
    yield from (kpi.label for kpi in KPIS.values())


def test_every_sentence_has_its_french():
    assert set(found_sentences()) - set(french()) == set()


def test_no_french_sentence_is_left_over():
    assert set(french()) - set(found_sentences()) == set()


def test_no_french_sentence_is_empty_or_loses_a_figure():
    for english, said in french().items():
        pairs = zip(english, said, strict=True) if isinstance(said, tuple) else []
        for one, other in pairs or [(english, said)]:
            assert other.strip()
            names = [re.findall(r"%\((\w+)\)s", text) for text in (one, other)]
            assert sorted(names[0]) == sorted(names[1]), english


def test_every_sentence_of_a_template_can_be_put_into_french():
    bare = re.compile(r">\s*[A-Za-z][a-z]+ [a-z]+")
    for path in REPORTS.rglob("*.j2"):
        text = re.sub(r"\{[{%#].*?[}%#]\}", "", path.read_text("utf-8"), flags=re.S)
        assert not bare.findall(re.sub(r"\s+", " ", text)), path.name


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_sentence_claims_a_cause_or_points_at_a_person(language):
    for sentence in sentences(language):
        assert not re.search(FORBIDDEN[language], sentence, re.I), sentence


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "They left because of the rota."),
        ("en", "Employees at risk"),
        ("en", "Reduce the load to keep your agents"),
        ("en", "Reduce absence and keep people"),
        ("en", "Absence fell thanks to stable rotas"),
        ("en", "High-risk employees"),
        ("en", "Three people will leave"),
        ("fr", "Réduire la charge pour garder vos conseillers"),
        ("fr", "Moins d’absences grâce à des plannings stables"),
        ("fr", "Absences dues aux plannings"),
        ("fr", "Départs en raison de la charge"),
        ("fr", "Collaborateurs à risque"),
        ("fr", "Trois personnes vont partir"),
        ("fr", "Départs à cause des plannings"),
        ("fr", "Les salariés à risque"),
        ("fr", "Le délai moyen de traitement"),
        ("fr", "Le taux d’attrition"),
    ],
)
def test_the_lint_knows_what_it_refuses(language, sentence):
    assert re.search(FORBIDDEN[language], sentence, re.I)


def test_french_punctuation_never_starts_a_line():
    lent = {label.fr for label in labels()}
    for sentence in set(sentences("fr")) - lent:
        assert not re.search(r" [;:?!]| %(?!\()|\w[;?!]|\w:\s", sentence), sentence


def test_every_family_has_something_to_try():
    for family in FAMILIES:
        assert fitting(cards(), [family], 3, ()), family


def test_families_take_turns_in_what_is_proposed():
    chosen = fitting(cards(), ["workload", "career"], 3, ())
    assert [family for _, family in chosen] == ["workload", "career", "workload"]
    assert len({card.name for card, _ in chosen}) == 3


def test_nobody_is_told_to_fill_seats_where_none_is_vacant():
    named = [
        {card.name for card, _ in fitting(cards(), ["team"], 9, worse)}
        for worse in ((), ("team__vacancy_share",))
    ]
    assert named[1] - named[0] == {"hire_into_vacancies"}


def test_the_catalogue_names_only_families_that_exist():
    for card in cards():
        assert set(card.families) <= set(FAMILIES), card.name
