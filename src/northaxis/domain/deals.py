"""Promises: which are kept, broken or moot at a turn's end, and the price of a broken word (R-8.3 to R-8.6)."""

from __future__ import annotations

from northaxis.domain import facts as f
from northaxis.domain.demands import ResponseKind
from northaxis.domain.effects import RaiseFlag
from northaxis.domain.facts import Cause, CauseKind, Term
from northaxis.domain.scribe import Scribe
from northaxis.domain.state import Deal, State

WORD_LASTS = 2
"""Turn ends for which a broken promise weighs on the breaker's half-rigid rolls."""


def judge_deals(scribe: Scribe, last: bool = False) -> None:
    """Judge every open promise of every signed deal on what is declared; a broken one is remembered (R-8.6)."""
    for deal in scribe.state.deals:
        if not deal.signed:
            continue
        judged = dict(deal.verdicts)
        for place, term in enumerate(deal.terms):
            if place in judged:
                if judged[place] == "kept" and _exposed_after_all(scribe.state, deal, term):
                    judge(scribe, deal, place, "broken")
                continue
            verdict = _verdict(scribe.state, deal, term, last)
            if verdict is not None:
                judge(scribe, deal, place, verdict)


def judge(scribe: Scribe, deal: Deal, place: int, verdict: str) -> None:
    """Write a verdict down; a broken word is remembered. A later verdict on the same promise replaces the earlier."""
    term, rules = deal.terms[place], scribe.state.game.rules
    scribe.record(f.TermJudged(deal.id, place, verdict))
    house = rules.head_of(term.seat)  # the two halves of a shared seat have one word
    flag = rules.by_name.get(f"flag.word_{house.lower()}")
    if verdict == "broken" and flag is not None:
        scribe.change((RaiseFlag(flag, WORD_LASTS),), Cause(CauseKind.DEAL, deal.id, term.seat, verdict))


def _exposed_after_all(state: State, deal: Deal, term: Term) -> bool:
    """Whether a promise was only kept in show: it was to comply, and the sham of that turn has come out since."""
    if term.kind != "response" or term.response is not ResponseKind.COMPLY or term.demander is None:
        return False
    could_sham = any(demand.sham_of is not None for demand in state.game.rules.demander(term.demander).demands)
    return could_sham and deal.turn == state.exposed


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
            declared = 0 if term.switch == state.sham else state.value(term.switch or "")
            stands = declared == term.state
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
    if given is ResponseKind.SHAM and state.exposed != state.turn:
        given = ResponseKind.COMPLY  # as declared: what nobody has caught is taken for what it seems
    return "kept" if given is term.response else "broken"
