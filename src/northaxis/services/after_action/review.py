"""The parts of a report that look back: questions that the game called up, objectives, key decisions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from northaxis.domain import facts as f, orders as o
from northaxis.domain.control_notation import verb_of
from northaxis.domain.controlling import shifts_text
from northaxis.domain.facts import CauseKind
from northaxis.domain.kit import Happening, Objective, Prompt
from northaxis.domain.orders import to_text
from northaxis.domain.quantities import Kind
from northaxis.domain.room import about_order
from northaxis.services import wording as w
from northaxis.services.after_action.account import Account, Standing
from northaxis.services.after_action.model import Block, Group, Item, Items, Section, Table, Text, row
from northaxis.services.briefing import condition_words
from northaxis.services.decisions import SHOWN, Comparison, Decision, Search
from northaxis.services.what_if import Recorded
from northaxis.services.why import claims

# --- prompts ------------------------------------------------------------------------------------------------------


def prompts_section(account: Account) -> Section:
    """The questions for the talk after play, with the turn that called each one up and what its passages say."""
    items = []
    for prompt in account.game.rules.kit.prompts:
        called = called_up(account, prompt)
        if called is not None:
            said = tuple(because.words for because in claims(account.game, prompt.cites))
            when = (called,) if called else ()
            items.append(Item(f"{w.plain(prompt.ask)}{w.cites_text(prompt.cites)}", (*when, *said)))
    blocks: tuple[Block, ...] = (Items(tuple(items), ordered=True),) if items else ()
    return Section("questions", "Questions for the talk", blocks)


def called_up(account: Account, prompt: Prompt) -> str | None:
    """What called a prompt up, in words (empty when it is always asked); None when nothing did."""
    found = list[str]()
    for test in (_by_condition, _by_rise, _by_coming, _by_happening):
        words = test(account, prompt)
        if words is None:
            return None
        found += [words] if words else []
    return w.capital("; ".join(found)) + "." if found else ""


def _by_condition(account: Account, prompt: Prompt) -> str | None:
    condition = prompt.condition
    if not condition.reads:
        return ""
    if not account.knows_all and not _knows(account, condition.reads):
        return None
    standings = [standing for standing in account.standings[1:] if standing.is_whole]
    said = condition_words(account.game, condition.text)

    def holds(standing: Standing) -> bool:
        return bool(condition.holds(_board(account, standing)))

    if prompt.never:
        never = account.over is not None and bool(standings) and not any(map(holds, standings))
        return f"{said} at no turn's end" if never else None
    if not prompt.turns:
        return f"{said} at the end" if standings and holds(standings[-1]) else None
    turn = _first_run(standings, holds, prompt.turns)
    return None if turn is None else f"{said} {_when(turn, prompt.turns)}"


def _by_rise(account: Account, prompt: Prompt) -> str | None:
    if not prompt.rose:
        return ""
    ids = [account.game.rules.quantities[place].id for place in prompt.rose]
    standings = [standing for standing in account.standings if standing.is_whole]
    if any(id not in standing.after for id in ids for standing in standings):
        return None
    before = dict(zip((s.turn for s in standings[1:]), standings, strict=False))

    def rose(standing: Standing) -> bool:
        return all(standing.after[id] > before[standing.turn].after[id] for id in ids)

    turn = _first_run(standings[1:], rose, max(1, prompt.turns))
    names = w.joined(w.short_name(account.game.rules.quantities[place]) for place in prompt.rose)
    return None if turn is None else f"{names} went up {_when(turn, max(1, prompt.turns))}"


def _by_coming(account: Account, prompt: Prompt) -> str | None:
    if not prompt.came:
        return ""
    turn = 0
    for fact in account.facts:
        match fact:
            case f.TurnBegan():
                turn = fact.turn
            case f.RuleCame(id=id) if id in prompt.came:
                return f"{w.rule_name(account.game, id)} in turn {turn}"
            case f.CheckMade(row=id) if id in prompt.came:
                return f"{w.rule_name(account.game, id)} in turn {turn}"
            case f.Changed(cause=cause) if cause.kind is CauseKind.RULE and cause.id in prompt.came:
                return f"{w.rule_name(account.game, cause.id)} in turn {turn}"
            case _:
                pass
    return None


def _by_happening(account: Account, prompt: Prompt) -> str | None:
    if prompt.happened is None:
        return ""
    turn = 0
    for fact in account.facts:
        match fact:
            case f.TurnBegan():
                turn = fact.turn
            case f.ShamEnded(switch=switch, exposed=True) if prompt.happened is Happening.SHAM_EXPOSED:
                return f"the sham of turn {turn} on {w.quantity_name(account.game, switch)} came out"
            case f.TermJudged(deal=deal, verdict="broken") if prompt.happened is Happening.DEAL_BROKEN:
                return f"a promise of deal {w.plain(deal)} was broken in turn {turn}"
            case f.OrderVoided(seat=seat) if prompt.happened is Happening.ORDER_VOID:
                return f"an order of {w.seat_name(account.game, seat)} came to nothing in turn {turn}"
            case _:
                pass
    return None


def _first_run(standings: Iterable[Standing], holds: Callable[[Standing], bool], length: int) -> int | None:
    """The turn in which something has first been so for `length` turns running."""
    run = 0
    for standing in standings:
        run = run + 1 if holds(standing) else 0
        if run >= length:
            return standing.turn
    return None


def _when(turn: int, length: int) -> str:
    return f"first in turn {turn}" if length == 1 else f"through turns {turn - length + 1} to {turn}"


def _knows(account: Account, places: Iterable[int]) -> bool:
    known = account.standings[-1].after
    return all(account.game.rules.quantities[place].id in known for place in places)


def _board(account: Account, standing: Standing) -> list[int]:
    """A row for conditions, from what the reader knows; only asked for what it knows."""
    rules = account.game.rules
    board = [standing.closing.get(q.id, q.clamp(0)) for q in rules.quantities]
    board[rules.turn], board[rules.turns] = standing.turn, account.game.scenario.turns
    return board


# --- objectives ---------------------------------------------------------------------------------------------------


def objectives_section(account: Account) -> Section:
    """What the scenario wants learnt, each with what to watch for and the traces of it in this game."""
    chosen = account.game.rules.kit.objectives_of(account.game.scenario)
    groups = [
        Group(f"{each.id}: {w.plain(each.text)}{w.cites_text(each.cites)}", tuple(_evidence(account, each)))
        for each in chosen
    ]
    lead = "What a trainee should be able to do, and what in this game bears on it. Whether it was met, people say."
    return Section("objectives", "Learning objectives", (Text(lead),) if groups else (), tuple(groups))


def _evidence(account: Account, objective: Objective) -> Iterable[Block]:
    rules, standings = account.game.rules, account.standings
    notes = [(each.word, each.note) for each in account.notes if each.note.about == objective.id]
    if notes:
        told = tuple(
            Item(f"{w.seat_name(account.game, note.seat)}{word.number} noted: {w.plain(note.text)}{word.then}")
            for word, note in notes
        )
        yield Items(told)
    yield Items(tuple(Item(f"It shows when: {w.plain(line)}") for line in objective.evidence))
    places = (rules.by_name[name] for name in objective.bites if name in rules.by_name)
    tracks = [rules.quantities[place] for place in places if rules.quantities[place].kind is Kind.TRACK]
    rows = [
        row(w.plain(track.name), *(standing.after[track.id] for standing in standings))
        for track in tracks
        if all(track.id in standing.after for standing in standings)
    ]
    if rows:
        head = ("track", *("start" if s.turn == 0 else f"t{s.turn}" for s in standings))
        yield Table(f"Tracks behind {objective.id}", head, tuple(rows))
    lines = traces(account, objective.bites)
    if lines:
        yield Items(tuple(Item(line) for line in lines))


def traces(account: Account, wanted: Iterable[str]) -> list[str]:
    """What each named cause moved, turn by turn."""
    names = set(wanted)
    found: dict[tuple[int, str], list[str]] = {}
    words: dict[tuple[int, str], str] = {}
    for line in account.ledger.since(1).lines:
        id = line.cause.id.rpartition(".")[0] if line.cause.kind is CauseKind.RESPONSE else line.cause.id
        if id in names and line.cause.kind is not CauseKind.COST:
            fact = line.fact
            moved = w.move_words(account.game, fact.quantity, fact.before, fact.after, fact.asked)
            key = (line.turn, id)
            if not fact.applied and key not in found:
                continue
            words.setdefault(key, w.capital(w.cause_words(account.game, line.cause)))
            found.setdefault(key, []).extend([moved] if moved and fact.applied else [])
    return [f"Turn {turn}: {words[turn, id]}: {'; '.join(moves) or 'no change'}" for (turn, id), moves in found.items()]


# --- key decisions ------------------------------------------------------------------------------------------------


def decisions_section(account: Account, search: Search | None) -> Section:
    """The five decisions that mattered most, with how they were found and how far the search went."""
    title = "Key decisions"
    if search is None:
        words = "Key decisions are found from the whole record, secrets included; they are in control's report."
        return Section("decisions", title, (Text(words),))
    compared = "the end" if search.is_over else f"the end of turn {search.upto}"
    far = "all of them" if search.is_whole else f"the {search.tried} with the largest swing"
    how = (
        f"Same dice, everyone else unchanged: this is how the rules would have run, not what would have happened. "
        f"Of {search.made} choices {far} were tried out, with {search.played} games played again to {compared}; "
        f"a choice is listed when another one changes how play ends, takes a seat across its bar, or moves "
        f"{w.index_name(account.game)} by 4 or more. Swing: points of {w.index_name(account.game)} that go back to "
        f"the choice within two turns."
    )
    if not search.is_exact:
        how += (
            " This record holds something that cannot be played again as it was, so each choice is held against the "
            "game as it plays again."
        )
    if not search.decisions:
        return Section("decisions", title, (Text("No single choice would have changed much."), Text(how)))
    items = tuple(
        Item(
            f"{decision.label.value.capitalize()}. {decision.words}",
            (
                *_better_words(account, decision),
                *_alike_words(decision),
                f"Swing {decision.node.swing}{w.cites_text(decision.cites[:3])}{_void_words(decision.against)}",
            ),
        )
        for decision in search.decisions[:SHOWN]
    )
    labels = Text(
        "Decisive: it changed the game and nothing better was on offer. Missed chance: another choice promised its own "
        "seat more at the odds of that moment. Bad luck: the best choice at the odds, undone by the dice."
    )
    return Section("decisions", title, (Items(items, ordered=True), labels, Text(how)))


MOST_ALIKE = 3
"""Other choices told beside a key decision that would have come to the same, of several seats where there are some."""


def _better_words(account: Account, decision: Decision) -> Iterator[str]:
    """Of a missed chance, which choice it was that promised more, where that is not the one told of."""
    if decision.better:
        seat = w.seat_name(account.game, decision.node.seat)
        yield f"What promised {seat} most at the odds of that moment was another choice: {_lower(decision.better)}."


def _alike_words(decision: Decision) -> Iterator[str]:
    """The other choices from which the same would have come, and other places of the same alternative."""
    same = [each for each in decision.alike if each.is_same]
    if same:
        seats = list(dict.fromkeys(each.node.seat for each in same))
        firsts = [next(each for each in same if each.node.seat == seat) for seat in seats]
        told = (firsts + [each for each in same if each not in firsts])[:MOST_ALIKE]
        count = f"{len(same)} other choices" if len(same) > 1 else "one other choice"
        by = f" of {len(seats)} seats" if len(seats) > 1 else ""
        as_ = ", among them" if len(same) > len(told) else ""
        yield f"It hung on {count}{by} too{as_}: {'; '.join(each.words for each in told)}."
    for each in decision.alike:
        if not each.is_same:
            yield f"The same choice in another place: {each.words}."


def _lower(words: str) -> str:
    return f"{words[:1].lower()}{words[1:]}"


def _void_words(against: Comparison) -> str:
    """What of the record did not fit into the other game."""
    found = []
    if against.void:
        found.append(f"{against.void} recorded order{'' if against.void == 1 else 's'} no longer possible")
    if against.lapsed:
        acts = w.joined(dict.fromkeys(f"'{act_words(each)}' of turn {each.turn}" for each in against.lapsed))
        found.append(
            f"control's {acts} no longer fits" if len(against.lapsed) == 1 else f"control's {acts} no longer fit"
        )
    return "".join(f"; {words}" for words in found)


def act_words(recorded: Recorded) -> str:
    """An act of control without its reason: `shift KYI-STR @sw_radar`."""
    match recorded.order.act:
        case (
            o.ShiftNeed(action=action, target=target)
            | o.ChooseMethod(action=action, target=target)
            | o.Decide(action=action, target=target)
            | o.Overrule(action=action, target=target)
            | o.RuleOut(action=action, target=target)
        ) as act:
            return f"{verb_of(act)} {about_order(action, target)}"
        case o.Inject(card=card) | o.Stack(card=card) as act:
            return f"{verb_of(act)} {w.plain(card)}"
        case o.WriteCard(title=title) as act:
            return f"{verb_of(act)} {w.plain(title)}"
        case o.SetTrack(quantity=quantity) as act:
            return f"{verb_of(act)} {quantity}"
        case o.Grant(shifts=shifts) as act:
            return f"{verb_of(act)} {shifts_text(shifts)}"
        case o.SettleArgument(argument=argument) as act:
            return f"{verb_of(act)} {argument}"
        case o.EndProject(project=project) as act:
            return f"{verb_of(act)} {project}"
        case _:
            return to_text(recorded.order).partition(": ")[2].partition(" ")[0]
