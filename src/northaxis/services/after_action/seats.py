"""The parts of a report about the people and the seats: scores, each seat's sheet, luck, word, beliefs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from northaxis.domain import control_facts as c
from northaxis.domain import facts as f
from northaxis.domain.dice import percent, ways
from northaxis.domain.facts import CauseKind
from northaxis.domain.ids import SeatId
from northaxis.domain.ledger import by_seat
from northaxis.domain.scoring import laureates, player_results
from northaxis.domain.state import State, blank, evolve
from northaxis.services import wording as w
from northaxis.services.after_action.account import Account
from northaxis.services.after_action.model import Block, Cell, Group, Item, Items, Section, Table, Text, points, row
from northaxis.services.beliefs import LookBack, belief_words, borne_out_words, dial_words, right_words
from northaxis.services.briefing import condition_words
from northaxis.services.debrief import promises
from northaxis.services.narrator import OUTCOMES

RARE = 20
"""Percent under which an outcome is a surprise."""


def scores_section(account: Account) -> Section:
    """What each seat and each person reached; empty while play goes on."""
    scored = [fact for fact in account.facts if isinstance(fact, f.Scored)]
    if not scored:
        return Section("scores", "Scores")
    game, state = account.game, _seated(account)
    rows = []
    for score in scored:
        dealt = next((a for a in game.rules.seats[score.seat].agendas if a.id == score.agenda), None)
        agenda = f"{w.plain(dealt.name)}: {'met' if score.agenda_met else 'not met'}" if dealt else ""
        result = Cell("won", "strong") if score.won else Cell("not won", "mute")
        holder = _holder(state, score.seat)
        rows.append(
            row(f"{score.seat} {w.seat_name(game, score.seat)}", holder, score.score, score.bar, result, agenda)
        )
    head = ("seat", "held by", "score", "bar", "result", "hidden agenda")
    blocks: list[Block] = [Table("Scores against their bars", head, tuple(rows), "Several seats may win, or none.")]
    results = player_results(state)
    people = [result for result in results if result.level is None]
    if any(len(result.seats) > 1 for result in people):
        told = [
            row(w.plain(r.name), " ".join(r.seats), _mean(r.mean_hundredths), "won" if r.won else "not won")
            for r in people
        ]
        blocks.append(
            Table(
                "People by the mean of score less bar over their seats",
                ("person", "seats", "mean", "result"),
                tuple(told),
            )
        )
    best = [result for result in laureates(people or results) if result.won]
    if best:
        names = w.joined(f"{w.plain(result.name)} ({' '.join(result.seats)})" for result in best)
        blocks.append(Text(f"Furthest above the bar: {names}."))
    return Section("scores", "Scores", tuple(blocks))


def _mean(hundredths: int) -> str:
    sign = "\N{MINUS SIGN}" if hundredths < 0 else "+"
    return f"{sign}{abs(hundredths) // 100}.{abs(hundredths) % 100:02d}"


def _seated(account: Account) -> State:
    """A state of only who holds what and what was scored: all that scores of people are made of."""
    state = blank(account.game)
    for fact in account.facts:
        if isinstance(fact, f.SeatHeld | f.GameOver | f.Scored):
            state = evolve(state, fact)
    return state


def _holder(state: State, seat: SeatId) -> str:
    held = state.holders.get(seat)
    if held is None:
        return "nobody"
    return f"a bot ({w.plain(held.level)})" if held.level else w.plain(held.name)


# --- sheets -------------------------------------------------------------------------------------------------------


def sheets_section(account: Account) -> Section:
    """A sheet for every seat: who held it, what it wanted, what it did in each turn and what came of it."""
    state = _seated(account)
    deeds = _deeds(account)
    groups = [
        Group(f"{seat} {w.seat_name(account.game, seat)}", tuple(_sheet(account, state, seat, deeds.get(seat, []))))
        for seat in account.game.rules.seats
    ]
    return Section("sheets", "Each seat's sheet", (), tuple(groups))


def _sheet(account: Account, state: State, seat: SeatId, deeds: list[tuple[Cell, ...]]) -> Iterable[Block]:
    game = account.game
    rules = game.rules.seats[seat]
    lines = [f"Held by {_holder(state, seat)}. {w.plain(rules.plays)}"]
    if account.knows_index:
        shares = dict(by_seat(account.ledger.since(1).root(within=account.ledger)))
        lines.append(f"Moved {w.index_name(game)} by {w.signed(shares.get(seat, 0))}, all that followed counted in.")
    yield Text(" ".join(lines))
    yield from _goals(account, seat)
    if deeds:
        head = ("turn", "what it did", "chance", "dice", "result")
        yield Table(f"What {w.seat_name(game, seat)} did", head, tuple(deeds))
    else:
        yield Text("It did nothing that this reader may know.")
    own = [fact for fact in account.facts if isinstance(fact, c.Noted) and fact.seat == seat]
    if own:
        yield Items(tuple(Item(f"Its own note on {w.plain(note.about)}: {w.plain(note.text)}") for note in own))


def _goals(account: Account, seat: SeatId) -> Iterable[Block]:
    rules, game = account.game.rules.seats[seat], account.game
    score = next((x for x in account.facts if isinstance(x, f.Scored) and x.seat == seat), None)
    if score is None:
        dealt = next((x for x in account.facts if isinstance(x, f.AgendaDealt) and x.seat == seat), None)
        agenda = next((a for a in rules.agendas if dealt is not None and a.id == dealt.agenda), None)
        if agenda is not None:
            yield Text(f"Hidden agenda: {w.plain(agenda.name)}. {w.plain(agenda.text)}")
        return
    rows = []
    for place, goal in enumerate(rules.goals):
        held = Cell("yes", "strong") if place in score.goals else Cell("no", "mute")
        needs = condition_words(game, goal.condition.text)
        rows.append(row(w.plain(goal.label), needs, goal.points, held))
    dealt_agenda = next((a for a in rules.agendas if a.id == score.agenda), None)
    if dealt_agenda is not None:
        held = Cell("yes", "strong") if score.agenda_met else Cell("no", "mute")
        text = f"Hidden agenda: {w.plain(dealt_agenda.name)}"
        rows.append(row(text, w.plain(dealt_agenda.text), dealt_agenda.points, held))
    caption = f"What {w.seat_name(game, seat)} wanted: {score.score} of a bar of {score.bar}"
    yield Table(caption, ("goal", "what it needs", "points", "reached"), tuple(rows))


def _deeds(account: Account) -> Mapping[SeatId, list[tuple[Cell, ...]]]:
    """What every seat chose, demanded, answered and ordered, turn by turn."""
    game, turn = account.game, 0
    found: dict[SeatId, list[tuple[Cell, ...]]] = {}
    rolls: dict[tuple[str, SeatId | None], f.Rolled] = {}

    def add(seat: SeatId, words: str, chance: str = "", dice: str = "", result: str = "") -> None:
        found.setdefault(seat, []).append(row(str(turn), words, chance, dice, result))

    for fact in account.facts:
        match fact:
            case f.TurnBegan():
                turn = fact.turn
            case f.OptionPicked(card=card, seat=seat, option=option) if card in game.cards:
                text = next((each.text for each in game.cards[card].options(seat) if each.id == option), option)
                add(seat, f"Card {card}, {w.plain(game.cards[card].title)}: {w.plain(text)}")
            case f.DemandMade(demander=demander, demand=demand, backed=backed) if demand is not None:
                asker = game.rules.demander(demander).seat
                if asker is not None:
                    add(
                        asker,
                        f'Demanded "{w.plain(game.rules.demand(demand).name)}"',
                        result="backed" if backed else "",
                    )
            case f.Answered(seat=seat, demand=demand, response=response):
                add(
                    seat,
                    w.capital(
                        w.answered_words(game, seat, demand, response).removeprefix(f"{w.seat_name(game, seat)} ")
                    ),
                )
            case f.Rolled(cause=cause) if cause.kind is CauseKind.ACTION:
                rolls[cause.id, cause.seat] = fact
            case f.OrderResolved(seat=seat, action=action, target=target, result=result):
                roll = rolls.pop((action, seat), None)
                chance = f"{percent(roll.need)} %" if roll else ""
                dice = f"{roll.dice[0]}+{roll.dice[1]} against {roll.need}" if roll else ""
                add(seat, f"Ordered {w.action_words(game, action, target)}", chance, dice, OUTCOMES[result])
            case f.OrderVoided(seat=seat, action=action, target=target):
                add(seat, f"Ordered {w.action_words(game, action, target)}", result="no longer possible")
            case _:
                pass
    return found


# --- luck and word ------------------------------------------------------------------------------------------------


def luck_section(account: Account) -> Section:
    """Every seat's rolls against their chances, and the surprises."""
    sums: dict[SeatId, list[int]] = {}
    surprises, turn = list[tuple[Cell, ...]](), 0
    for fact in account.facts:
        if isinstance(fact, f.TurnBegan):
            turn = fact.turn
        if not isinstance(fact, f.Rolled) or fact.cause.kind is CauseKind.CHECK:
            continue
        chance = ways(fact.need) if fact.success else 36 - ways(fact.need)
        if chance * 100 < RARE * 36:
            what = w.capital(w.cause_words(account.game, fact.cause))
            told = "worked" if fact.success else "failed"
            surprises.append(row(f"turn {turn}", what, told, f"{(chance * 100 + 18) // 36} %"))
        if fact.cause.kind is CauseKind.ACTION and fact.cause.seat is not None:
            own = sums.setdefault(fact.cause.seat, [0, 0, 0])
            own[0] += 1
            own[1] += fact.success
            own[2] += ways(fact.need)
    if not sums:
        return Section("luck", "Luck")
    rows = [
        row(f"{seat} {w.seat_name(account.game, seat)}", rolls, worked, _tenths(expected), _gap(worked * 36 - expected))
        for seat, (rolls, worked, expected) in sorted(sums.items(), key=lambda each: -(each[1][1] * 36 - each[1][2]))
    ]
    head = ("seat", "rolls", "worked", "expected", "luck")
    note = "Luck: rolls that worked less those that should have, by their chances."
    blocks: list[Block] = [Table("Luck, seat by seat", head, tuple(rows), note)]
    if surprises:
        caption = f"Surprises: outcomes with a chance under {RARE} %"
        blocks.append(Table(caption, ("when", "what", "outcome", "chance of it"), tuple(surprises)))
    return Section("luck", "Luck", tuple(blocks))


def _tenths(parts: int) -> str:
    tenths = (parts * 10 + 18) // 36
    return f"{tenths // 10}.{tenths % 10}"


def _gap(parts: int) -> Cell:
    tenths = (abs(parts) * 10 + 18) // 36
    value = tenths if parts > 0 else -tenths
    return points(value, f"{'+' if value > 0 else '-' if value < 0 else ''}{tenths // 10}.{tenths % 10}")


def word_section(account: Account) -> Section:
    """Deals and what became of them, and the threats behind demands."""
    game, blocks = account.game, list[Block]()
    offers = [fact for fact in account.facts if isinstance(fact, f.DealOffered)]
    answers = {fact.deal: fact for fact in account.facts if isinstance(fact, f.DealAnswered)}
    if offers:
        rows = []
        for offer in offers:
            answer = answers.get(offer.deal)
            became = (
                "open"
                if answer is None
                else "signed"
                if answer.signed
                else "taken back"
                if answer.withdrawn
                else "declined"
            )
            terms = "; ".join(w.term_words(game, term) for term in offer.terms)
            rows.append(row(offer.deal, "public" if offer.public else "private", terms, became))
        blocks.append(Table("Deals offered", ("deal", "", "terms", "became"), tuple(rows)))
    kept = promises(game, account.facts)
    if kept:
        verdicts: dict[SeatId, list[int]] = {}
        for promise in kept:
            own = verdicts.setdefault(promise.seat, [0, 0, 0, 0])
            own[{"kept": 0, "broken": 1, "moot": 2}.get(promise.verdict, 3)] += 1
        rows = [
            row(f"{seat} {w.seat_name(game, seat)}", *(str(n) for n in counts)) for seat, counts in verdicts.items()
        ]
        blocks.append(Table("Promises of signed deals", ("seat", "kept", "broken", "moot", "still open"), tuple(rows)))
        broken = [promise.words for promise in kept if promise.verdict == "broken"]
        if broken:
            blocks += [Text("Broken:"), Items(tuple(Item(words) for words in broken))]
    blocks += _threats(account)
    return Section("word", "Word given and kept", tuple(blocks))


def _threats(account: Account) -> Iterable[Block]:
    """Demands that were backed, how they were answered, and what came of a threat that ran out."""
    game, turn = account.game, 0
    rows, bluffs = list[tuple[Cell, ...]](), list[Item]()
    ran_out = {rule.id for rule in game.rules.flag_rules}
    for fact in account.facts:
        match fact:
            case f.TurnBegan():
                turn = fact.turn
            case f.Answered(demander=demander, demand=demand, response=response, backed=True):
                asker = w.plain(game.rules.demander(demander).name)
                answer = w.plain(game.rules.answering.responses[response].name)
                rows.append(row(f"turn {turn}", asker, f"{demand} {w.plain(game.rules.demand(demand).name)}", answer))
            case f.RuleCame(id=id) if id in ran_out:
                name, said = w.rule_texts(game, id) or (id, "")
                bluffs.append(Item(f"Turn {turn}: {name}. {said}"))
            case _:
                pass
    if rows:
        yield Table("Demands with a threat behind them", ("when", "from", "demand", "answer"), tuple(rows))
    if bluffs:
        yield Text("Threats that ran out:")
        yield Items(tuple(bluffs))


# --- beliefs ------------------------------------------------------------------------------------------------------


def beliefs_section(account: Account) -> Section:
    """Confidence cards, guesses of the dials, and predictions of the index against what came."""
    blocks = list[Block]()
    found = LookBack.of(account.game, account.facts)
    if found is not None and found.statements:
        rows = [
            row(
                w.plain(each.statement.text),
                ", ".join(map(belief_words, each.beliefs)),
                borne_out_words(account.game, each),
                " ".join(each.statement.cites[:3]),
            )
            for each in found.statements
        ]
        caption = "What the seats believed, before to after play (1 not at all, 5 fully)"
        blocks.append(Table(caption, ("statement", "marks", "in this game", "passages"), tuple(rows)))
    if found is not None and found.dials:
        rows = [row(dial_words(dial), right_words(dial), " ".join(dial.dial.cites[:3])) for dial in found.dials]
        blocks.append(Table("The dials, opened", ("dial", "who guessed", "passages"), tuple(rows)))
    if account.knows_index:
        blocks += _predictions(account)
    return Section("beliefs", "Beliefs, dials and predictions", tuple(blocks))


BUCKETS = ((50, 59), (60, 69), (70, 79), (80, 89), (90, 100))


def _predictions(account: Account) -> Iterable[Block]:
    """How sure the seats were of where the index would go, and how often they were right."""
    last: dict[tuple[SeatId, int], c.Predicted] = {}
    for fact in account.facts:
        if isinstance(fact, c.Predicted):
            last[fact.seat, fact.turn] = fact
    history = account.ledger.history()
    whole = {standing.turn for standing in account.standings if standing.is_whole}
    judged = [
        (each, _went(history, each.turn) == each.direction)
        for each in last.values()
        if each.turn in whole and each.turn > 0
    ]
    if not judged:
        return
    rows = []
    for low, high in BUCKETS:
        inside = [right for each, right in judged if low <= each.confidence <= high]
        if inside:
            rows.append(
                row(f"{low} to {high} % sure", len(inside), sum(inside), f"{sum(inside) * 100 // len(inside)} %")
            )
    note = "Well calibrated: of what was 70 % sure, about 70 % came."
    yield Table("How sure, and how often right", ("said to be", "predictions", "right", "share"), tuple(rows), note)
    told = [
        row(
            f"turn {each.turn}",
            each.seat,
            each.direction,
            f"{each.confidence} %",
            "right" if right else f"wrong: it went {_went(history, each.turn)}",
        )
        for each, right in sorted(judged, key=lambda pair: (pair[0].turn, pair[0].seat))
    ]
    yield Table(
        f"Every prediction of {w.index_name(account.game)}", ("when", "seat", "expected", "sure", "came"), tuple(told)
    )


def _went(history: tuple[int, ...], turn: int) -> str:
    if turn >= len(history):
        return "same"
    change = history[turn] - history[turn - 1]
    return "up" if change > 0 else "down" if change < 0 else "same"
