"""What the whole table can see: the board that a reason may speak of, so that it gives nothing away.

Every number and every condition in a reason is taken from here, never from what the seat alone knows.
"""

from __future__ import annotations

from northaxis.bots.scratch import Row
from northaxis.domain.quantities import Hidden, Kind, Quantity, band_of
from northaxis.domain.ruleset import RuleSet
from northaxis.domain.views import SeatView


def is_public(quantity: Quantity) -> bool:
    """Whether every seat knows the exact value."""
    return "*" in quantity.seen


def veil(rules: RuleSet, quantity: Quantity, value: int) -> Hidden:
    """What outsiders are shown of a hidden track that stands at a value."""
    band = band_of(rules.outsider_bands, value)
    below = [other.upto for other in rules.outsider_bands if other.upto < band.upto]
    return Hidden(band.name, max(below) + 1 if below else quantity.low, min(band.upto, quantity.high))


def public_row(rules: RuleSet, view: SeatView) -> Row:
    """The board as an outsider would guess it: bands for hidden tracks, declared switches, no hidden flags."""
    row = list(view.perception.row)
    declared = {switch.id: switch.declared_on for switch in view.switches}
    for quantity in rules.quantities:
        if not is_public(quantity):
            row[quantity.index] = _guess(rules, quantity, row[quantity.index])
        elif quantity.kind is Kind.SWITCH:
            row[quantity.index] = int(declared[quantity.id])
    return row


def _guess(rules: RuleSet, quantity: Quantity, value: int) -> int:
    if quantity.kind is Kind.TRACK:
        return veil(rules, quantity, value).middle
    return 0 if quantity.kind is Kind.FLAG else (max(0, quantity.low) + quantity.high) // 2


def in_public_words(rules: RuleSet, name: str, row: Row) -> str:
    """A quantity on a public row as words may give it: its number, a band's word, or about a number."""
    measure = rules.measures.get(name)
    if measure is not None:
        known = all(is_public(rules.quantities[index]) for index in measure.reads)
        return str(measure.of(row)) if known else f"about {measure.of(row)}"
    quantity = rules.quantity(name)
    if is_public(quantity) or quantity.kind is not Kind.TRACK:
        return str(row[quantity.index])
    return veil(rules, quantity, row[quantity.index]).word
