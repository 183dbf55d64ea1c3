"""A game small enough to read at a glance, made by hand, and a play of it that moves nearly every field of a state."""

from __future__ import annotations

from collections.abc import Iterator

from northaxis.domain import facts as f
from northaxis.domain.demands import Answering, Demander, ResponseKind
from northaxis.domain.doctrine import BotSettings
from northaxis.domain.expressions import Condition, Const, Measure, Read
from northaxis.domain.facts import Cause, CauseKind, Fact, Result, Step
from northaxis.domain.ids import (
    ActionId,
    AgendaId,
    CardId,
    DealId,
    DeckId,
    DemanderId,
    DemandId,
    DialId,
    LevelId,
    OptionId,
    PassageId,
    QuantityId,
    ScenarioId,
    SeatId,
)
from northaxis.domain.quantities import EVERYONE, Band, Kind, Quantity
from northaxis.domain.ruleset import Game, Phase, RuleSet
from northaxis.domain.scenarios import Scenario
from northaxis.domain.turn_end_rules import Check
from northaxis.journal.envelope import Header, StoredText

MINSK, KYIV = SeatId("MIN"), SeatId("KYI")
UNITY, SHAM = QuantityId("unity"), QuantityId("sham")
DECK = DeckId("bd")
CARDS = tuple(CardId(f"card-{n}") for n in range(1, 9))
PULL = DemanderId("kyiv")
CAUSE = Cause(CauseKind.ACTION, "quiet-pause", MINSK, "ok", (PassageId("BD-28"),))

HEADER = Header(
    scenario="tiny",
    contents=(
        StoredText("rules", "rules/tiny.yaml", "id: tiny\nnote: Łukašenka’s fence\n"),
        StoredText("deck", "decks/bd.yaml", "cards: []\n"),
    ),
    created=1_700_000_000_000,
    app="0.1.0",
)


def tiny_game() -> Game:
    """Four numbers, two seats without hands, one demander, one deck by name."""
    names = (
        ("turn", Kind.CLOCK, 0, 99),
        ("turns", Kind.CLOCK, 0, 99),
        ("unity", Kind.TRACK, 0, 1000),
        ("sham", Kind.FLAG, -1, 9),
    )
    quantities = tuple(
        Quantity(place, QuantityId(name), kind, name, name, "", low, high, 0, EVERYONE)
        for place, (name, kind, low, high) in enumerate(names)
    )
    index = Measure.named("index", "Pressure", Read(2, "unity"))
    rules = RuleSet(
        id="tiny",
        name="Tiny",
        version=1,
        about="",
        quantities=quantities,
        measures={"index": index},
        index=index,
        index_name="Pressure",
        index_subject="the regime",
        bands=(Band("calm", "Calm", 1000),),
        outsider_bands=(Band("calm", "Calm", 1000),),
        bank_cap=9,
        bar=5,
        first_date="2026-01-05",
        first_day=1412,
        initiative=(MINSK, KYIV),
        phases=(Phase("first", "First"), Phase("second", "Second")),
        seats={},
        answering=Answering(MINSK, 1, (Demander(PULL, KYIV, "Kyiv", "K", 2, 0, None, (), ()),), {}, None, frozenset()),
        rules=(),
        snaps=(),
        check=Check("Check", Condition.of(Const(0)), (), (), ()),
        ends=(),
        ladder=(),
        flag_rules=(),
        counters=(),
        dials=(),
        bots=BotSettings(0, 0, 0, (), {}),
        documents=(),
        passages={},
        rulings={},
        turn=0,
        turns=1,
        by_name={q.id: q.index for q in quantities} | {"flag.sham": 3},
    )
    scenario = Scenario(
        id=ScenarioId("tiny"),
        short="T",
        name="Tiny",
        about="",
        minutes=5,
        turns=6,
        turn_days=7,
        orders=2,
        least_people=1,
        most_people=2,
        people=(MINSK, KYIV),
        scored=(MINSK, KYIV),
        decks=(DECK,),
        cards_per_deck=1,
        agendas=False,
        bots=LevelId("staff"),
        bars=(),
        timers=(),
        scene="",
        learning=(),
        first_date="2026-01-05",
        first_day=1412,
        cites=(),
    )
    return Game.of(rules, (), scenario)


def compile_tiny(header: Header) -> Game:
    """What the library does for real sessions: the stored texts to a game."""
    assert header.scenario == "tiny"
    return tiny_game()


def opening(seed: str = "7") -> list[Fact]:
    """How a table begins."""
    return [
        f.Opened("tiny", ("V1",), seed),
        f.SeatHeld(MINSK, "Ж. and “friends”", None),
        f.SeatHeld(KYIV, "staff bot", "staff"),
        f.DialTurned(DialId("premise"), "open"),
        f.AgendaDealt(MINSK, AgendaId("quiet")),
        f.DeckStacked(DECK, CARDS),
        f.Changed(QuantityId("turns"), 6, 0, 6, 0, 0, Cause(CauseKind.SETUP, "tiny")),
    ]


def turn(number: int, unity: int) -> list[Fact]:
    """One turn's facts, from a board where `unity` stands as given; it stands one higher afterwards."""
    card = CARDS[number % len(CARDS)]
    return [
        f.TurnBegan(number),
        f.StepBegan(Step.INJECT),
        f.CardDrawn(card, DECK),
        f.OptionPicked(card, MINSK, OptionId("a")),
        f.CardClosed(card),
        f.CardChained(CARDS[0], number + 1),
        f.StepBegan(Step.DEMANDS),
        f.DemandMade(PULL, DemandId("transit"), True),
        f.DemandsPublished(),
        f.DealOffered(DealId(f"d{number}"), MINSK, KYIV, True, (f.Term("transfer", MINSK, KYIV, ip=1),)),
        f.DealAnswered(DealId(f"d{number}"), KYIV, number % 2 == 0),
        f.StepBegan(Step.ORDERS),
        f.OrderPlaced(MINSK, ActionId("quiet-pause"), UNITY),
        f.AnswerGiven(MINSK, PULL, ResponseKind.STALL),
        f.SheetSealed(MINSK),
        f.SheetsOpened(),
        f.StepBegan(Step.ADJUDICATE),
        f.PhaseBegan("second"),
        f.Rolled("quiet-pauseunity", (3, 4), 8, (0,), 7, True, CAUSE),
        f.Changed(UNITY, 1, unity, unity + 1, unity, unity + 1, CAUSE),
        f.OrderResolved(MINSK, ActionId("quiet-pause"), UNITY, Result.OK),
        f.Answered(MINSK, PULL, DemandId("transit"), ResponseKind.STALL, True),
        f.ShamStarted(SHAM),
        f.LateQueued(MINSK, ActionId("quiet-pause"), None, number + 1),
        f.TermJudged(DealId(f"d{number}"), 0, "kept"),
        f.Said(MINSK, (), "Мы слышим — “да”"),
    ]


def play(turns: int = 2) -> list[Fact]:
    """A whole short play."""
    facts = opening()
    for number in range(1, turns + 1):
        facts += turn(number, number - 1)
    return facts


def commands(turns: int = 2, size: int = 5) -> Iterator[tuple[str, list[Fact]]]:
    """The same play as commands of a few facts each, with their ids."""
    facts = play(turns)
    for number, start in enumerate(range(0, len(facts), size), start=1):
        yield f"c-{number}", facts[start : start + size]
