"""What a seat can ask. An order has one text form, the same in logs, tests, errors and on the command line:

MIN: place MIN-SUS @sw_relay      MIN: answer MOS comply      KYI: demand KD2 backed      CTL: go on
WAR: give VIL 2      KYI: mark 4 2 3 3 1 5      KYI: guess oxygen low      CTL: turn oxygen high
"""

from __future__ import annotations

from dataclasses import dataclass

from northaxis.domain.control_notation import Unreadable, control_act_from, control_act_text
from northaxis.domain.control_orders import (
    AddReason as AddReason,
    Argue as Argue,
    AskEstimates as AskEstimates,
    ChooseMethod as ChooseMethod,
    ControlAct,
    Decide as Decide,
    EndPlay as EndPlay,
    EndProject as EndProject,
    Estimate as Estimate,
    Grant as Grant,
    Inject as Inject,
    MethodAct,
    MoveClock as MoveClock,
    NameEffect as NameEffect,
    Note as Note,
    Overrule as Overrule,
    Predict as Predict,
    Pursue as Pursue,
    RateReason as RateReason,
    Reflect as Reflect,
    Request as Request,
    Reseat as Reseat,
    RoomAct,
    RuleOut as RuleOut,
    SettleArgument as SettleArgument,
    SettleRequest as SettleRequest,
    SetTrack as SetTrack,
    ShiftNeed as ShiftNeed,
    Stack as Stack,
    StepBack as StepBack,
    WriteCard as WriteCard,
)
from northaxis.domain.demands import ResponseKind
from northaxis.domain.facts import Term
from northaxis.domain.ids import (
    CONTROL,
    ActionId,
    CardId,
    DealId,
    DemanderId,
    DemandId,
    DialId,
    OptionId,
    QuantityId,
    SeatId,
)


@dataclass(frozen=True, slots=True)
class PickOption:
    """Choose on the card on the table."""

    card: CardId
    option: OptionId


@dataclass(frozen=True, slots=True)
class MakeDemand:
    """Choose this turn's demand and whether to back it."""

    demand: DemandId
    backed: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Put an action on the sheet; it is paid for at once."""

    action: ActionId
    target: QuantityId | None = None


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Take an action off the sheet again; its cost comes back."""

    action: ActionId
    target: QuantityId | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """Write an answer to a demander on the sheet."""

    demander: DemanderId
    response: ResponseKind


@dataclass(frozen=True, slots=True)
class Seal:
    """Close the sheet for this turn."""


@dataclass(frozen=True, slots=True)
class Advance:
    """Control moves the table on: the next card, the next step, the next phase."""


@dataclass(frozen=True, slots=True)
class Say:
    """Words to some seats, or to all (empty `to`)."""

    to: tuple[SeatId, ...]
    text: str


@dataclass(frozen=True, slots=True)
class OfferDeal:
    """Offer a deal to another seat."""

    to: SeatId
    terms: tuple[Term, ...]
    public: bool = False


@dataclass(frozen=True, slots=True)
class SignDeal:
    """Accept an offer."""

    deal: DealId


@dataclass(frozen=True, slots=True)
class DeclineDeal:
    """Turn an offer down, or take one's own back."""

    deal: DealId


@dataclass(frozen=True, slots=True)
class Give:
    """Move influence points to another seat that the same person holds."""

    to: SeatId
    ip: int


@dataclass(frozen=True, slots=True)
class Mark:
    """Fill in the confidence card, 1 to 5 for each statement."""

    marks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Guess:
    """Write down how a dial stands, as the seat thinks."""

    dial: DialId
    setting: str


@dataclass(frozen=True, slots=True)
class TurnDial:
    """Control sets a premise dial."""

    dial: DialId
    setting: str


Act = (
    PickOption
    | MakeDemand
    | Place
    | Withdraw
    | Answer
    | Seal
    | Advance
    | Say
    | OfferDeal
    | SignDeal
    | DeclineDeal
    | Give
    | Mark
    | Guess
    | TurnDial
    | ControlAct
    | MethodAct
    | RoomAct
)


@dataclass(frozen=True, slots=True)
class Order:
    """A seat's ask."""

    seat: SeatId
    act: Act


GO_ON = Order(CONTROL, Advance())
"""The order with which control moves the table on."""


class OrderTextError(ValueError):
    """The words are not an order; the message says what was expected."""


def to_text(order: Order) -> str:
    """The order's one text form."""
    return f"{order.seat}: {_act_text(order.act)}"


def _act_text(act: Act) -> str:
    match act:
        case PickOption(card=card, option=option):
            return f"pick {card} {option}"
        case MakeDemand(demand=demand, backed=backed):
            return f"demand {demand}{' backed' if backed else ''}"
        case Place(action=action, target=target):
            return f"place {action}{f' @{target}' if target else ''}"
        case Withdraw(action=action, target=target):
            return f"withdraw {action}{f' @{target}' if target else ''}"
        case Answer(demander=demander, response=response):
            return f"answer {demander} {response}"
        case Seal():
            return "seal"
        case Advance():
            return "go on"
        case Say(to=to, text=text):
            return f"say {','.join(to) or 'all'} {text}"
        case OfferDeal(to=to, terms=terms, public=public):
            return f"offer {to}{' in public' if public else ''}: {'; '.join(term_text(term) for term in terms)}"
        case SignDeal(deal=deal):
            return f"sign {deal}"
        case DeclineDeal(deal=deal):
            return f"decline {deal}"
        case Give(to=to_seat, ip=ip):
            return f"give {to_seat} {ip}"
        case Mark(marks=marks):
            return f"mark {' '.join(map(str, marks))}"
        case Guess(dial=dial, setting=setting):
            return f"guess {dial} {setting}"
        case TurnDial(dial=dial, setting=setting):
            return f"turn {dial} {setting}"
        case _:
            return control_act_text(act)


def term_text(term: Term) -> str:
    """A promise in the notation: `MIN answer KD2 comply`, `KYI hold KYI-STR,KYI-REF until 4`, `KYI pay MIN 1`."""
    match term.kind:
        case "transfer":
            return f"{term.seat} pay {term.to} {term.ip}"
        case "response":
            return f"{term.seat} answer {term.demander} {term.response}"
        case "no_order":
            return f"{term.seat} hold {','.join(term.actions)} until {term.through}"
        case "order":
            return f"{term.seat} order {','.join(term.actions)} until {term.through}"
        case "switch":
            return f"{term.seat} keep {term.switch} {'on' if term.state else 'off'} until {term.through}"
        case _:
            return f"{term.seat} promise {term.text}"


def from_text(text: str) -> Order:
    """Read an order back; raises OrderTextError with what was expected."""
    seat_text, colon, rest = text.partition(":")
    if not colon or not seat_text.strip():
        raise OrderTextError(f"'{text}' does not begin with a seat and a colon, like 'MIN: seal'")
    seat, words = SeatId(seat_text.strip()), rest.split()
    if not words:
        raise OrderTextError(f"'{text}' says no order after the seat")
    return Order(seat, _act_from(words, rest.strip()))


def _act_from(words: list[str], rest: str) -> Act:
    match words:
        case ["pick", card, option]:
            return PickOption(CardId(card), OptionId(option))
        case ["demand", demand]:
            return MakeDemand(DemandId(demand))
        case ["demand", demand, "backed"]:
            return MakeDemand(DemandId(demand), backed=True)
        case ["place", action]:
            return Place(ActionId(action))
        case ["place", action, target] if target.startswith("@"):
            return Place(ActionId(action), QuantityId(target[1:]))
        case ["withdraw", action]:
            return Withdraw(ActionId(action))
        case ["withdraw", action, target] if target.startswith("@"):
            return Withdraw(ActionId(action), QuantityId(target[1:]))
        case ["answer", demander, response]:
            return Answer(DemanderId(demander), _response(response))
        case ["seal"]:
            return Seal()
        case ["go", "on"]:
            return Advance()
        case ["say", to, *_]:
            seats = () if to == "all" else tuple(SeatId(seat) for seat in to.split(","))
            return Say(seats, rest.split(None, 2)[2] if len(words) > 2 else "")
        case ["offer", *_]:
            return _offer(rest)
        case ["sign", deal]:
            return SignDeal(DealId(deal))
        case ["decline", deal]:
            return DeclineDeal(DealId(deal))
        case ["give", to, ip] if _is_small(ip):
            return Give(SeatId(to), int(ip))
        case ["mark", *marks] if marks and all(map(_is_small, marks)):
            return Mark(tuple(map(int, marks)))
        case ["guess", dial, setting]:
            return Guess(DialId(dial), setting)
        case ["turn", dial, setting]:
            return TurnDial(DialId(dial), setting)
        case _:
            return _other_act(words, rest)


def _other_act(words: list[str], rest: str) -> Act:
    try:
        found = control_act_from(words, rest)
    except Unreadable as problem:
        raise OrderTextError(str(problem)) from None
    if found is not None:
        return found
    raise OrderTextError(
        f"'{rest}' is not an order; try: pick, demand, place, withdraw, answer, seal, say, offer, sign, "
        "decline, give, mark, guess, request, note, predict"
    )


def _is_small(word: str) -> bool:
    return word.isascii() and word.isdecimal() and len(word) <= 3


def _response(word: str) -> ResponseKind:
    try:
        return ResponseKind(word)
    except ValueError:
        raise OrderTextError(f"'{word}' is not an answer; it is one of comply, stall, refuse, sham") from None


def _offer(rest: str) -> OfferDeal:
    head, colon, body = rest.partition(":")
    match head.split():
        case ["offer", to]:
            public = False
        case ["offer", to, "in", "public"]:
            public = True
        case _:
            raise OrderTextError(f"'{rest}' is not an offer; try 'offer MIN: KYI pay MIN 1; MIN answer KYI comply'")
    if not colon:
        raise OrderTextError("an offer names its terms after a colon")
    terms = tuple(term_from_text(part.strip()) for part in body.split(";") if part.strip())
    if not terms:
        raise OrderTextError("an offer needs at least one term")
    return OfferDeal(SeatId(to), terms, public)


def term_from_text(text: str) -> Term:
    """Read one promise back; raises OrderTextError."""
    match text.split():
        case [seat, "pay", to, ip] if ip.isdigit():
            return Term("transfer", SeatId(seat), to=SeatId(to), ip=int(ip))
        case [seat, "answer", demander, response]:
            return Term("response", SeatId(seat), demander=DemanderId(demander), response=_response(response))
        case [seat, ("hold" | "order") as verb, actions, "until", turn] if turn.isdigit():
            kind = "no_order" if verb == "hold" else "order"
            return Term(kind, SeatId(seat), actions=tuple(ActionId(a) for a in actions.split(",")), through=int(turn))
        case [seat, "keep", switch, ("on" | "off") as state, "until", turn] if turn.isdigit():
            return Term("switch", SeatId(seat), switch=QuantityId(switch), state=int(state == "on"), through=int(turn))
        case [seat, "promise", *_]:
            return Term("text", SeatId(seat), text=text.split(None, 2)[2] if len(text.split(None, 2)) > 2 else "")
        case _:
            raise OrderTextError(
                f"'{text}' is not a promise; try 'KYI pay MIN 1', 'MIN answer KYI comply', "
                "'KYI hold KYI-STR until 4', 'MIN keep sw_relay off until 5' or 'MIN promise ...'"
            )
