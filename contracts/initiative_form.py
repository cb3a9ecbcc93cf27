"""The workbook in which initiatives are noted: the report writes it, ingest reads it.

Its cells speak the reader's language. A hidden sheet says which word stands for
which column, unit, action or figure, so that it is read back in any language.
"""

FILE = "initiatives.xlsx"
SHEET = "initiatives"
LISTS = "lists"
# Columns of the hidden sheet: what the word belongs to, the word, what it stands for.
LISTS_HEADER = ("list", "word", "code")
COLUMN = "column"
# Columns of the table, in the order in which they are filled in.
COLUMNS = (
    *("team_id", "action", "indicator", "starts_on", "review_on", "ends_on"),
    *("chosen_by", "initiative_id"),
)
CHOSEN_FROM_LISTS = ("team_id", "action", "indicator", "chosen_by")
DAYS = ("starts_on", "review_on", "ends_on")
