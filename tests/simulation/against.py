"""Holds the kernel against the domain: the same games played by both, every choice, board, index, ending and score."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from northaxis.bots.choose import choose
from northaxis.domain import facts as f
from northaxis.domain.adjudicate import play
from northaxis.domain.demands import ResponseKind
from northaxis.domain.dice import SeededDice
from northaxis.domain.facts import Fact, Step
from northaxis.domain.ids import LevelId, SeatId
from northaxis.domain.legal import owing
from northaxis.domain.orders import GO_ON, Answer, MakeDemand, OfferDeal, Order, PickOption, Place, to_text
from northaxis.domain.ruleset import Game
from northaxis.domain.rulings import Upheld
from northaxis.domain.setup import set_table
from northaxis.domain.state import State, fold
from northaxis.domain.views import view
from northaxis.simulation.kernel import Kernel, Levels
from northaxis.simulation.record import HOME, NOT_PLAYED, Record, Trace


@dataclass
class DomainGame:
    """A game played by the domain: its end, the index after every turn, and its choices as (turn, text)."""

    state: State
    index: list[int] = field(default_factory=list)
    lines: list[tuple[int, str]] = field(default_factory=list)


def level_at(levels: Levels, seat: SeatId, game: Game) -> LevelId:
    """The level a seat plays at."""
    return levels.get(seat, game.scenario.bots) if isinstance(levels, Mapping) else LevelId(levels)


def play_in_domain(game: Game, seed: str, levels: Levels, state: State | None = None) -> DomainGame:
    """One game with bots in all seats; from a state, or from the beginning."""
    dice = SeededDice(seed)
    played = DomainGame(state if state is not None else fold(game, set_table(game, seed, dice, {})))
    facts: list[Fact] = []

    def do(order: Order) -> bool:
        done = play(played.state, order, dice)
        assert isinstance(done.ruling, Upheld) or isinstance(order.act, OfferDeal), (to_text(order), done.ruling)
        facts.extend(done.ruling.facts if isinstance(done.ruling, Upheld) else ())
        played.state = done.state
        return isinstance(done.ruling, Upheld)

    while played.state.over is None:
        said = -1
        while said != len(facts):
            said = len(facts)
            talks = played.state.step is Step.NEGOTIATE
            for seat in game.rules.initiative if talks else owing(played.state):
                level = level_at(levels, seat, game)
                while (choice := choose(game, view(played.state, seat), level, dice)) is not None:
                    if not do(choice.order):
                        break
        do(GO_ON)
        if played.state.step in (Step.TURN_END, Step.OVER):
            played.index.append(played.state.index)
    played.lines = list(_lines(game, facts))
    return played


def _lines(game: Game, facts: Sequence[Fact]) -> Iterator[tuple[int, str]]:
    """The choices in the order a trace gives them."""
    turn, seats = 0, list(game.rules.seats)
    picks: list[Order] = []
    offers: dict[str, str] = {}
    demands: dict[str, f.DemandMade] = {}
    answers: dict[str, ResponseKind] = {}
    orders: dict[SeatId, list[Order]] = {}
    for fact in facts:
        match fact:
            case f.TurnBegan(turn=turn):
                demands, answers, orders = {}, {}, {}
            case f.CardDrawn(card=card):
                picks = []
                yield turn, f"card {card}"
            case f.OptionPicked(card=card, seat=seat, option=option):
                picks.append(Order(seat, PickOption(card, option)))
            case f.CardClosed():
                for pick in sorted(picks, key=lambda order: seats.index(order.seat)):
                    yield turn, to_text(pick)
            case f.DealOffered(deal=deal, to=to, terms=terms):
                offers[deal] = to_text(Order(SeatId(""), OfferDeal(to, terms))).removeprefix(": ")
                yield turn, f"offer {offers[deal]}"
            case f.DealAnswered(deal=deal, signed=signed, withdrawn=False):
                yield turn, f"{'sign' if signed else 'decline'} {offers[deal]}"
            case f.DemandMade(demander=demander):
                demands[demander] = fact
            case f.AnswerGiven(demander=demander, response=response):
                answers[demander] = response
            case f.OrderPlaced(seat=seat, action=action, target=target):
                orders.setdefault(seat, []).append(Order(seat, Place(action, target)))
            case f.SheetsOpened():
                for asker in game.rules.answering.demanders:
                    made = demands.get(asker.id)
                    if made is not None and made.demand is not None:
                        yield turn, to_text(Order(asker.seat or HOME, MakeDemand(made.demand, made.backed)))
                for asker in game.rules.answering.demanders:
                    if asker.id in answers:
                        yield turn, to_text(Order(game.rules.answering.seat, Answer(asker.id, answers[asker.id])))
                for seat in seats:
                    for order in orders.get(seat, ()):
                        yield turn, to_text(order)


def differences(game: Game, seeds: Sequence[str], levels: Levels, kernel: Kernel | None = None) -> list[str]:
    """What differs between the domain's games and the kernel's, one sentence a game, empty when nothing does."""
    kernel = kernel or Kernel(game)
    trace = Trace(kernel)
    record = kernel.play(seeds, levels, trace)
    found = []
    for number, seed in enumerate(seeds):
        played = play_in_domain(game, seed, levels)
        if (wrong := difference(played, kernel, record, trace, number)) is not None:
            found.append(f"game {number} (seed {seed}): {wrong}")
    return found


def difference(played: DomainGame, kernel: Kernel, record: Record, trace: Trace, number: int) -> str | None:
    """The first thing in which one game differs, choices first."""
    mine = list(trace.lines(number))
    for ours, theirs in zip(mine, played.lines, strict=False):
        if ours != theirs:
            return f"turn {theirs[0]}: the domain has '{theirs[1]}', the kernel '{ours[1]}' in turn {ours[0]}"
    index = [int(value) for value in record.index[:, number] if value != NOT_PLAYED]
    for turn, (ours_at, theirs_at) in enumerate(zip(index, played.index, strict=False), record.first_turn):
        if ours_at != theirs_at:
            return f"turn {turn}: the index is {theirs_at} in the domain, {ours_at} in the kernel"
    if len(mine) != len(played.lines) or len(index) != len(played.index):
        return f"the domain has {len(played.lines)} choices, the kernel {len(mine)}"
    final = [int(value) for value in record.finals[:, number]]
    for quantity, ours_q, theirs_q in zip(kernel.game.rules.quantities, final, played.state.board, strict=True):
        if ours_q != theirs_q:
            return f"at the end {quantity.id} is {theirs_q} in the domain, {ours_q} in the kernel"
    over = played.state.over
    assert over is not None
    if (record.endings[record.ending[number]], bool(record.common_loss[number])) != (over.reason, over.common_loss):
        return f"it ends by {over.reason} in the domain, by {record.endings[record.ending[number]]} in the kernel"
    scores = [(int(record.scores[row, number]), bool(record.won[row, number])) for row in range(len(record.scores))]
    theirs_s = [(score.score, score.won) for score in played.state.scores]
    return None if scores == theirs_s else f"scores are {theirs_s} in the domain, {scores} in the kernel"


def main() -> None:
    """Compare by hand: `python -m tests.simulation.against S3 staff --n 50`."""
    from tests.shipped import game

    parser = argparse.ArgumentParser(description="compare the kernel's games with the domain's")
    parser.add_argument("scenario")
    parser.add_argument("levels", nargs="+")
    parser.add_argument("--n", type=int, default=12)
    parser.add_argument("--seed", default="against")
    asked = parser.parse_args()
    for level in asked.levels:
        seeds = [f"{asked.seed}/{number}" for number in range(asked.n)]
        found = differences(game(asked.scenario), seeds, LevelId(level))
        print(f"{asked.scenario} {level}: {asked.n} games, {len(found)} differ")
        for line in found[:5]:
            print("  ", line)


if __name__ == "__main__":
    main()
