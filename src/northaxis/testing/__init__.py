"""For people who write decks and rules: a table from texts, scripted dice, orders as text.

table = table_from(DECK, top=["X01"], people=["MIN"], pairs={"MIN-BEI": (6, 6)})
table.advance_when_ready()
assert upheld(table, "MIN: pick X01 a")
"""

from northaxis.domain.dice import ScriptedDice
from northaxis.testing.tables import ask, table_from, upheld

__all__ = ["ScriptedDice", "ask", "table_from", "upheld"]
