"""Promises: which are kept, broken or moot at a turn's end, and the price of a broken word (R-8.3 to R-8.6)."""

from __future__ import annotations

from northaxis.domain import facts as f
from northaxis.domain.effects import RaiseFlag
from northaxis.domain.facts import Cause, CauseKind, Term
from northaxis.domain.ruleset import ResponseKind
from northaxis.domain.scribe import Scribe
from northaxis.domain.state import Deal, State

WORD_LASTS = 2
"""Turn ends for which a broken promise weighs on the breaker's half-rigid rolls."""


def judge_deals(scribe: Scribe, last: bool = False) -> None:
    """Judge every open promise of every signed deal; a broken one raises the breaker's `word` flag (R-8.6)."""
    for deal in scribe.state.deals:
        if not deal.signed:
            continue
        judged = {term for term, _ in deal.verdicts}
        for place, term in enumerate(deal.terms):
            if place in judged:
                continue
            verdict = _verdict(scribe.state, deal, term, last)
            if verdict is not None:
                scribe.record(f.TermJudged(deal.id, place, verdict))
                flag = scribe.state.game.rules.by_name.get(f"flag.word_{term.seat.lower()}")
                if verdict == "broken" and flag is not None:
                    scribe.change((RaiseFlag(flag, WORD_LASTS),), Cause(CauseKind.DEAL, deal.id, term.seat, verdict))


def _verdict(state: State, deal: Deal, term: Term, last: bool) -> str | None:
    """kept, broken or moot; None while it is still running."""
    done = last or state.turn >= term.through
    match term.kind:
        case "response":
            return _answer_verdict(state, deal, term)
        case "no_order" | "order":
            ordered = {order.action for order in state.sheet(term.seat).orders}
            hit = bool(ordered & set(term.actions))
            if term.kind == "no_order":
                return "broken" if hit else "kept" if done else None
            return "kept" if hit else "broken" if state.turn >= term.through else "moot" if last else None
        case "switch":
            stands = term.switch is not None and state.value(term.switch) == term.state
            return "broken" if not stands else "kept" if done else None
        case _:
            return "kept" if term.kind == "transfer" else "moot"


def _answer_verdict(state: State, deal: Deal, term: Term) -> str | None:
    if deal.turn != state.turn or term.demander is None:
        return "moot"
    made = state.made(term.demander)
    if made is None or made.demand is None:
        return "moot"
    # a missing answer counts as a refusal
    given = state.sheet(term.seat).answer(term.demander) or ResponseKind.REFUSE
    return "kept" if given is term.response else "broken"
