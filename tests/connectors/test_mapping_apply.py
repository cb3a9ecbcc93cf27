from datetime import date

import pytest
import yaml

from connectors import sources
from connectors.mapping import apply
from contracts.errors import ContractError
from contracts.params import load
from contracts.source_params import Source, Step

PLAIN = load().source
FRENCH = """
- file: salaries_*.csv
  format: {encoding: cp1252, delimiter: ";", decimal: ",", dates: dmy}
  tables:
    - table: people
      steps:
        - rename: {Matricule: person_id, Entrée: hired_on}
        - distinct: [person_id, hired_on]
    - table: assignments
      steps:
        - rename: {Matricule: person_id, Entrée: starts_on, Sortie: ends_on, Équipe: team_id, Heures: weekly_hours}
        - null_if: {ends_on: [31/12/9999]}
"""
HEAD = "Matricule;Entrée;Sortie;Équipe;Heures\n"


def source(folder, text=FRENCH):
    update = {"path": str(folder), "files": yaml.safe_load(text)}
    return Source.model_validate(PLAIN.model_dump() | update)


def made_of(connection, folder, text=FRENCH):
    return apply.mapped_tables(connection, source(folder, text).files, folder)


@pytest.fixture
def folder(tmp_path):
    for place, row in {
        "paris": "00042;03/12/2023;31/12/9999;Réclamations;17,5\n",
        "nice": "00007;01/02/2024;30/06/2024;Accueil;35\n",
    }.items():
        (tmp_path / f"salaries_{place}.csv").write_bytes((HEAD + row).encode("cp1252"))
    return tmp_path


def test_a_french_export_becomes_tables(connection, folder):
    made = made_of(connection, folder)
    columns = "person_id, team_id, starts_on, ends_on, weekly_hours, broken_rule"
    assert made["assignments"].project(columns).order("person_id").fetchall() == [
        ("00007", "Accueil", date(2024, 2, 1), date(2024, 6, 30), 35.0, None),
        ("00042", "Réclamations", date(2023, 12, 3), None, 17.5, None),
    ]


def test_a_wrong_step_names_file_table_step_verb_and_what_was_found(connection, folder):
    text = FRENCH.replace("Sortie: ends_on", "Départ: ends_on")
    with pytest.raises(ContractError) as caught:
        made_of(connection, folder, text)
    assert str(caught.value) == (
        "salaries_*.csv → assignments, step 1 (rename): no column Départ.\n"
        "  Found at that step: Matricule, Entrée, Sortie, Équipe, Heures."
    )


def test_a_day_in_another_order_is_marked_with_its_rule(connection, folder):
    (folder / "salaries_nice.csv").write_text(
        HEAD + "7;2024-02-01;;Accueil;35\n", "cp1252"
    )
    made = made_of(connection, folder)["people"]
    rules = made.project("broken_rule").distinct().fetchall()
    assert ("hired_on is readable as a day",) in rules


def test_another_encoding_than_declared_is_told_without_a_row(connection, folder):
    text = FRENCH.replace("cp1252", "utf-8")
    with pytest.raises(ContractError, match="not readable as utf-8 text") as caught:
        made_of(connection, folder, text)
    assert "clamations" not in str(caught.value)


def test_a_file_that_is_not_there_is_told(connection, tmp_path):
    with pytest.raises(ContractError, match=r"no file salaries_\*\.csv in"):
        made_of(connection, tmp_path)


def test_an_unknown_table_is_told(connection, folder):
    text = FRENCH.replace("table: people", "table: persons")
    with pytest.raises(ContractError, match="a table persons, which is not known"):
        made_of(connection, folder, text)


def test_a_table_is_made_once(connection, folder):
    text = FRENCH.replace("table: assignments", "table: people")
    with pytest.raises(ContractError, match="makes people, which another mapping"):
        made_of(connection, folder, text)


def test_files_named_after_tables_stand_beside_the_mapping(connection, folder):
    for name in ("teams", "departures", "people"):
        (folder / f"{name}.csv").write_text("team_id\nred\n")
    found = sources.exports(connection, source(folder))
    assert sorted(found) == ["assignments", "departures", "people", "teams"]
    assert found["people"][0].path == folder
    assert found["teams"][0].path == folder / "teams.csv"


def test_a_step_holds_one_verb():
    with pytest.raises(ValueError, match="exactly one verb"):
        Step.model_validate({"rename": {"a": "b"}, "distinct": ["b"]})


def test_a_column_renamed_in_one_file_of_a_pattern_is_told(connection, folder):
    path = folder / "salaries_nice.csv"
    text = path.read_text("cp1252").replace("Équipe", "Service")
    path.write_text(text, "cp1252")
    with pytest.raises(ContractError) as caught:
        made_of(connection, folder)
    said = str(caught.value)
    assert "salaries_nice.csv: no column Équipe, which other files of sal" in said
    assert "Accueil" not in said


def test_a_column_that_no_step_names_may_lack_in_some_files(connection, folder):
    path = folder / "salaries_nice.csv"
    noted = path.read_text("cp1252").replace("Heures\n", "Heures;Note\n")
    path.write_text(noted.replace("35\n", "35;x\n"), "cp1252")
    assert made_of(connection, folder)["people"].shape[0] == 2


def test_rows_without_a_header_are_told_without_a_cell(connection, folder):
    (folder / "salaries_nice.csv").write_text("7;01/02/2024;;Accueil;35\n", "cp1252")
    with pytest.raises(ContractError, match="its first line names none of the") as told:
        made_of(connection, folder)
    assert "Accueil" not in str(told.value)
