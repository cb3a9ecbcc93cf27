"""Units that make no tree: ingest takes them row by row, the door refuses them."""

from tests.bad_input.folder import text
from tests.bad_input.kind import Kind, stops

HEADER = "team_id,parent_id,kind\n"


def tree(name: str, rows: str, *says: str) -> Kind:
    return stops(name, "teams", text("teams", HEADER + rows), *says, "Correct", code=3)


KINDS: list[Kind] = [
    tree("a loop of units", "hq,,\nred,blue,\nblue,red,\n", "2 units lie below themselves"),
    tree("a unit below one that is not there", "hq,,\nred,gone,\n", "1 units lie below a unit that is not there"),
    stops("two companies", "teams", text("teams", HEADER + "hq,,\nred,,\n"),
          "2 of 2 units have no unit above them", "Fill in parent_id", code=3),
    stops("no company", "teams", text("teams", HEADER + "hq,red,\nred,hq,\n"),
          "0 of 2 units have no unit above them", "adding a row for the company", code=3),
    tree("a team with teams below it", "hq,,\nred,hq,team\npink,red,team\n", "units of kind team have units below them"),
    tree("a company inside the company", "hq,,\nred,hq,company\n", "units of kind company lie below another unit"),
    tree("a code with a plus sign", "hq,,\nred,hq,\nred+blue,hq,\n", "codes hold a +"),
]  # fmt: skip
