"""The text form of control's acts: every act comes back as it was, and what cannot be read says why."""

from __future__ import annotations

import pytest

from northaxis.domain.control_facts import Code, Method, NamedShift, WrittenOption
from northaxis.domain.control_notation import VERBS
from northaxis.domain.control_orders import (
    AddReason,
    Argue,
    AskEstimates,
    ChooseMethod,
    Decide,
    EndPlay,
    EndProject,
    Estimate,
    Grant,
    Inject,
    MoveClock,
    NameEffect,
    Note,
    Overrule,
    Predict,
    Pursue,
    RateReason,
    Reflect,
    Request,
    Reseat,
    RuleOut,
    SettleArgument,
    SettleRequest,
    SetTrack,
    ShiftNeed,
    Stack,
    StepBack,
    WriteCard,
)
from northaxis.domain.ids import CONTROL, ActionId, ArgumentId, CardId, OptionId, QuantityId, RequestId, SeatId
from northaxis.domain.orders import Act, Order, OrderTextError, from_text, to_text

STRIKE, SHAHED, GAP = ActionId("KYI-STR"), QuantityId("sw_shahed"), QuantityId("gap")
CARD, CLAIM, KYIV = CardId("F19"), ArgumentId("T2-KYI"), SeatId("KYI")

ACTS: tuple[Act, ...] = (
    StepBack(120, "the wrong sheet was opened", fresh=True),
    StepBack(120, "slip"),
    Inject(CARD, "it's \"time\"", SeatId("MIN")),
    WriteCard(
        "A train stops",
        "Somewhere near Brest = nobody knows",
        "pace",
        None,
        (NamedShift(GAP, 1), NamedShift(QuantityId("warning"), -2)),
        (WrittenOption(KYIV, OptionId("a"), "Say nothing at all", 1, (NamedShift(GAP, -1),)),
         WrittenOption(KYIV, OptionId("b"), "Ask", 0, ())),
    ),
    Stack(CARD, "bottom", "later"),
    SetTrack(GAP, 4, Code.ERROR, "typed wrong"),
    Grant((NamedShift(GAP, -1),), "the bridge"),
    EndPlay("the bell"),
    MoveClock("extend", 60, "talks go well"),
    MoveClock("pause"),
    Reseat(KYIV, "Ana María"),
    Reseat(KYIV, "bot", "staff", "she left"),
    ShiftNeed(STRIKE, SHAHED, -2, Code.REALISM, "fog"),
    ChooseMethod(STRIKE, None, Method.ARGUMENT, "new"),
    Decide(STRIKE, SHAHED, False, Method.FREE, "no"),
    Overrule(STRIKE, SHAHED, True, Code.LEARNING, "needed"),
    RuleOut(STRIKE, SHAHED, "not the role"),
    Argue("Brest is flooded", ("rain", "no pumps")),
    Argue("Brest is flooded", ("rain",), secret=True),
    Pursue(CLAIM, ("rain again",)),
    AddReason(CLAIM, False, "it is July"),
    RateReason(CLAIM, 1, 2),
    NameEffect(CLAIM, (NamedShift(GAP, 1),)),
    NameEffect(CLAIM, (NamedShift(GAP, 4),), project=True),
    AskEstimates(CLAIM),
    Estimate(CLAIM, 65),
    SettleArgument(CLAIM, Method.CONSENSUS, "agreed", True),
    SettleArgument(CLAIM, Method.DICE),
    EndProject(CLAIM, "it came too late"),
    Request("Who holds the bridge?"),
    SettleRequest(RequestId("KYI-1"), "answered", "You do"),
    Note("order KYI-STR", "a feint"),
    Predict("up", 70),
    Reflect("commitment", "I will ask first"),
)  # fmt: skip


@pytest.mark.parametrize("act", ACTS, ids=lambda act: type(act).__name__)
def test_an_act_comes_back_from_its_text(act: Act) -> None:
    order = Order(CONTROL, act)
    text = to_text(order)
    assert "\n" not in text
    assert from_text(text) == order


def test_every_act_is_tried_here() -> None:
    assert {type(act) for act in ACTS} == set(VERBS.values())


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("CTL: back", "'to' is missing"),
        ("CTL: back to=x why=y", "whole number"),
        ("CTL: back to=1 to=2 why=y", "twice"),
        ("CTL: back to=1 why=y loud=yes", "no 'loud'"),
        ("CTL: back 12", "name=value"),
        ('CTL: end why="open', "not closed"),
        ("CTL: track quantity=gap value=1 code=WHIM why=x", "REALISM"),
        ("CTL: grant shifts=gap why=x", "gap+1"),
        ("CTL: decide action=A success=maybe method=free why=x", "yes or no"),
        ('CTL: write title=a text=b why=c options="KYI a"', "no option"),
    ],
)
def test_what_cannot_be_read_says_why(text: str, word: str) -> None:
    with pytest.raises(OrderTextError, match=word.replace("+", r"\+")):
        from_text(text)
