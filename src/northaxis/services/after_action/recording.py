"""Fills in the record of a session from the facts its reader may have. The same facts give the same record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from northaxis.domain import control_facts as c, facts as f
from northaxis.domain.declassify import NOT_SHOWN
from northaxis.domain.facts import Cause, Fact
from northaxis.domain.ids import CONTROL, SeatId
from northaxis.domain.ledger import INHERITED, Line
from northaxis.domain.orders import to_text
from northaxis.domain.quantities import Kind
from northaxis.domain.ruleset import Game
from northaxis.services import decisions as d, wording as w
from northaxis.services.after_action import record as r
from northaxis.services.after_action.account import Account, Source
from northaxis.services.after_action.facilitation import interventions
from northaxis.services.after_action.gathered import arguments, deals, handlings, red_lines
from northaxis.services.after_action.review import act_words, called_up, traces
from northaxis.services.beliefs import LookBack
from northaxis.services.debrief import calibrations, luck
from northaxis.services.precedents import precedents


def session_record(
    game: Game, facts: Sequence[Fact], source: Source, reader: SeatId = CONTROL, most_effort: int = d.MOST_EFFORT
) -> r.Record:
    """The record of a journal for control, a seat, or `PUBLIC`. `most_effort` bounds the search for key decisions."""
    account = Account.of(game, facts, source, reader)
    search = d.key_decisions(game, facts, most_effort) if account.knows_all else None
    over, back = account.over, LookBack.of(account.game, account.facts)
    return r.Record(
        format=r.FORMAT,
        version=r.VERSION,
        reader=str(reader),
        session=_session(account),
        end=None if over is None else r.End(over.reason, w.over_words(account.game, over.reason), over.common_loss),
        seats=tuple(_seats(account)),
        scores=tuple(_scores(account)),
        index=_index(account),
        tracks=tuple(_tracks(account)),
        ledger=tuple(_ledger(account)),
        decisions=None if search is None else _decisions(search),
        prompts=tuple(_prompts(account)),
        objectives=tuple(_objectives(account)),
        interventions=interventions(account),
        steps_back=tuple(_steps_back(account)),
        methods=tuple(
            r.Handled(turn, each.seat, action, target, each.method, each.shift, each.decided, each.overruled,
                      each.ruled_out, tuple(each.whys))
            for (turn, action, target), each in handlings(account).items()
        ),
        precedents=tuple(
            r.Precedent(p.turn, p.kind, p.about, p.way, p.what, p.code, p.why, tuple(sorted(p.tags)))
            for p in precedents(account.game, account.facts)
        ),
        arguments=arguments(account),
        requests=tuple(_requests(account)),
        deals=deals(account),
        red_lines=red_lines(account),
        dials=tuple(_dials(back)),
        confidence=tuple(_confidence(back)),
        calibration=tuple(_calibration(account)),
        predictions_taken_back=tuple(
            r.Expectation(each.seat, each.turn, each.direction, each.confidence)
            for each in account.predictions_taken_back
        ),
        luck=tuple(r.Luck(each.seat, each.rolls, each.worked, each.expected) for each in luck(account.facts)),
        hot_wash=tuple(_sentences(account)),
        notes=tuple(_notes(account)),
    )  # fmt: skip


def _session(account: Account) -> r.Session:
    game, source, own = account.game, account.source, account.knows_all
    seed = next((fact.seed for fact in account.facts if isinstance(fact, f.Opened)), "")
    return r.Session(
        title=w.plain(game.scenario.name),
        rules=game.rules.id,
        scenario=game.scenario.id,
        variants=tuple(variant.id for variant in game.variants),
        turns=game.scenario.turns,
        turn=account.turn,
        began=r.moment(source.created),
        ended=r.moment(source.ended),
        origin=w.plain(source.origin),
        seed=w.plain(seed) if own else None,
        head=w.plain(source.head) if own else None,
        app=w.plain(source.app) if own else None,
    )


def _seats(account: Account) -> Iterable[r.Holder]:
    seats = account.game.rules.seats
    held = {fact.seat: fact for fact in account.facts if isinstance(fact, f.SeatHeld)}
    dealt = {fact.seat: fact.agenda for fact in account.facts if isinstance(fact, f.AgendaDealt)}
    for seat in (*seats, CONTROL):
        if (fact := held.get(seat)) is None:
            continue
        agendas = seats[seat].agendas if seat in seats else ()
        agenda = next((w.plain(each.name) for each in agendas if each.id == dealt.get(seat)), None)
        yield r.Holder(seat, w.seat_name(account.game, seat), w.plain(fact.holder), fact.level, agenda)


def _scores(account: Account) -> Iterable[r.Score]:
    for fact in account.facts:
        if isinstance(fact, f.Scored):
            rules = account.game.rules.seats[fact.seat]
            goals = tuple(r.Goal(w.plain(g.label), g.points, n in fact.goals) for n, g in enumerate(rules.goals))
            agenda = next((w.plain(each.name) for each in rules.agendas if each.id == fact.agenda), "")
            yield r.Score(fact.seat, fact.score, fact.bar, fact.won, goals, agenda, fact.agenda_met)


# --- the account --------------------------------------------------------------------------------------------------


def _index(account: Account) -> r.Index | None:
    if not account.knows_index:
        return None
    values = account.ledger.history()
    return r.Index(w.index_name(account.game), values, tuple(w.band_word(account.game, value) for value in values))


def _tracks(account: Account) -> Iterable[r.Track]:
    for quantity in account.game.rules.quantities:
        if quantity.kind in (Kind.TRACK, Kind.SWITCH):
            values = tuple(standing.after.get(quantity.id) for standing in account.standings)
            yield r.Track(quantity.id, quantity.kind.value, w.plain(quantity.name), values)


def _ledger(account: Account) -> Iterable[r.Entry]:
    for line in account.ledger.lines:
        fact = line.fact
        shown = account.knows_index and NOT_SHOWN not in (fact.index_before, fact.index_after)
        yield r.Entry(
            turn=line.turn,
            quantity=fact.quantity,
            asked=fact.asked,
            before=fact.before,
            after=fact.after,
            index=(fact.index_before, fact.index_after) if shown else None,
            cause=_cause(account, fact.cause),
            root=_root(account, line),
            cites=tuple(fact.cause.cites),
        )


def _cause(account: Account, cause: Cause) -> r.Cause:
    words = w.capital(w.cause_words(account.game, cause))
    return r.Cause(cause.kind.value, w.plain(cause.id), cause.seat, w.plain(cause.detail), words)


def _root(account: Account, line: Line) -> r.Cause | None:
    first = account.ledger.first_cause(line)
    if first == line.cause:
        return None
    if first == INHERITED:
        return r.Cause("start", "start", None, "", "As it was before play")
    return _cause(account, first)


# --- looking back -------------------------------------------------------------------------------------------------


def _decisions(search: d.Search) -> r.Decisions:
    found = tuple(_decision(each) for each in search.decisions)
    return r.Decisions(search.made, search.tried, search.played, search.upto, search.is_exact, found)


def _decision(each: d.Decision) -> r.Decision:
    order = to_text(each.node.recorded.order)
    alike = tuple(
        r.Alike(one.node.turn, one.node.seat, to_text(one.node.recorded.order), one.words, _alternative(one.against))
        for one in each.alike
    )
    told, instead = (each.node.turn, each.node.seat, order, each.label.value), _alternative(each.against)
    return r.Decision(*told, each.words, each.node.swing, instead, each.cites, alike, each.better)


def _alternative(against: d.Comparison) -> r.Alternative:
    return r.Alternative(
        None if against.instead is None else to_text(against.instead),
        against.index,
        against.ends,
        against.turns,
        tuple(against.crossed),
        tuple(against.reach),
        against.margin,
        against.void,
        tuple(f"{act_words(recorded)} (turn {recorded.turn})" for recorded in against.lapsed),
    )


def _prompts(account: Account) -> Iterable[r.Prompt]:
    for prompt in account.game.rules.kit.prompts:
        called = called_up(account, prompt)
        if called is not None:
            yield r.Prompt(prompt.id, w.plain(prompt.ask), called, tuple(prompt.cites))


def _objectives(account: Account) -> Iterable[r.Objective]:
    for each in account.game.rules.kit.objectives_of(account.game.scenario):
        yield r.Objective(
            each.id,
            w.plain(each.text),
            tuple(w.plain(line) for line in each.evidence),
            tuple(note for note in _notes(account) if note.about == each.id),
            tuple(traces(account, each.bites)),
            tuple(each.cites),
        )


# --- control and the room -----------------------------------------------------------------------------------------


def _steps_back(account: Account) -> Iterable[r.StepBack]:
    turn = 0
    for place, fact in enumerate(account.every):
        if isinstance(fact, f.TurnBegan):
            turn = fact.turn
        if isinstance(fact, c.SteppedBack):
            gone = sum(1 for undone in account.undone if fact.to <= undone < place)
            yield r.StepBack(turn, gone, w.plain(fact.why), fact.fresh)


def _requests(account: Account) -> Iterable[r.Request]:
    answers = {fact.request: fact for fact in account.facts if isinstance(fact, c.RequestSettled)}
    turn = 0
    for fact in account.facts:
        if isinstance(fact, f.TurnBegan):
            turn = fact.turn
        elif isinstance(fact, c.Requested):
            answer = answers.get(fact.request)
            status, said = (answer.status, w.plain(answer.text)) if answer is not None else ("open", "")
            yield r.Request(fact.seat, turn, w.plain(fact.text), status, said)


def _notes(account: Account) -> Iterable[r.Note]:
    for each in account.notes:
        note, word = each.note, each.word
        yield r.Note(note.seat, w.plain(note.about), w.plain(note.text), word.turn, word.undone, word.hand)


def _sentences(account: Account) -> Iterable[r.Sentence]:
    kit = account.game.rules.kit
    asks = kit.questions()
    kinds = {
        **{item.id: "hot-wash" for item in kit.hot_wash},
        **{each.id: "question" for group in (kit.seat_questions, kit.prompts) for each in group},
        **{each.id: "commitment" for each in kit.commitments},
    }
    for word in account.words:
        if isinstance(fact := word.fact, c.Reflected):
            kind, ask = kinds.get(fact.question, "other"), w.plain(asks.get(fact.question, ""))
            yield r.Sentence(fact.seat, kind, w.plain(fact.question), ask, w.plain(fact.text), word.undone)


# --- beliefs ------------------------------------------------------------------------------------------------------


def _dials(back: LookBack | None) -> Iterable[r.Dial]:
    for each in back.dials if back is not None else ():
        guesses = tuple(r.DialGuess(seat, w.plain(setting)) for seat, setting in each.guesses)
        yield r.Dial(each.dial.id, w.plain(each.dial.name), each.setting, guesses)


def _confidence(back: LookBack | None) -> Iterable[r.Statement]:
    for each in back.statements if back is not None else ():
        marks = tuple(r.Mark(mark.seat, mark.before, mark.after) for mark in each.beliefs)
        said = each.statement
        yield r.Statement(w.plain(said.text), said.dial, each.borne_out, marks, tuple(said.cites))


def _calibration(account: Account) -> Iterable[r.Calibration]:
    for each in calibrations(account.game, account.facts):
        told = tuple(
            r.Prediction(one.turn, one.direction, one.confidence, one.came, one.is_right) for one in each.expected
        )
        yield r.Calibration(each.seat, each.sure, each.often, told)
