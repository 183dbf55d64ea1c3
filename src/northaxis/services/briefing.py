"""What a person is told before play and can look up at any time: scene, seat brief, goals, advice, passages."""

from __future__ import annotations

from dataclasses import dataclass

from northaxis.domain.ids import PassageId, SeatId
from northaxis.domain.quantities import Kind
from northaxis.domain.ruleset import Game
from northaxis.domain.views import SeatView
from northaxis.services import wording as w

COMPARISONS = {">=": "at least", "<=": "at most", "==": "exactly", ">": "above", "<": "below"}


@dataclass(frozen=True, slots=True)
class GoalLine:
    """A goal as its seat sees it: whether it holds on what the seat knows of the board now."""

    label: str
    points: int
    holds: bool
    needs: str
    is_agenda: bool = False


def scene_lines(game: Game) -> tuple[str, ...]:
    """The scenario's name, its variants, and the scene that is read aloud."""
    head = (
        f"{w.plain(game.scenario.name)}: {w.turns_words(game.scenario.turns)} of {game.scenario.turn_days} days each."
    )
    variants = [f"{w.plain(variant.name)}: {w.plain(variant.say)}" for variant in game.variants]
    return (head, *variants, w.plain(game.scenario.scene))


def seat_lines(game: Game, seat: SeatId) -> tuple[str, ...]:
    """Who one is: what the seat plays, its brief, what it has, and its advice."""
    rules = game.rules.seats[seat]
    advice = tuple(f"- {w.plain(line)}" for line in rules.advice)
    return (
        f"You are {w.plain(rules.name)}. {w.plain(rules.plays)}",
        w.plain(rules.brief),
        w.plain(rules.resources),
        *(("Three things to know:" if len(advice) == 3 else "Good to know:", *advice) if advice else ()),
    )


def goals(game: Game, seen: SeatView) -> tuple[GoalLine, ...]:
    """The seat's goals and its agenda, and which hold now as far as it can know."""
    standing = seen.standing
    if standing is None:
        return ()
    rules = game.rules.seats[seen.seat]
    found = [
        GoalLine(w.plain(goal.label), goal.points, place in standing.goals, condition_words(game, goal.condition.text))
        for place, goal in enumerate(rules.goals)
    ]
    dealt = next((agenda for agenda in rules.agendas if agenda.id == seen.agenda), None)
    if dealt is not None:
        text = w.plain(dealt.text)
        found.append(GoalLine(w.plain(dealt.name), dealt.points, standing.agenda_met, text, is_agenda=True))
    return tuple(found)


def goal_lines(game: Game, seen: SeatView) -> tuple[str, ...]:
    """The goals as lines, the score they make now and the bar."""
    standing = seen.standing
    if standing is None:
        return ("Control has no goals.",)
    rows = [
        f"{'yes' if goal.holds else 'not yet'}, {goal.points} point{'s' if goal.points > 1 else ''}: "
        f"{'hidden agenda, ' if goal.is_agenda else ''}{goal.label} ({goal.needs})"
        for goal in goals(game, seen)
    ]
    return (f"Now {standing.score}, the bar is {standing.bar}. It counts when play ends.", *rows)


def condition_words(game: Game, text: str) -> str:
    """A condition as the rules write it, with names for ids: good enough to read, exact in meaning."""
    words = text.replace("(", "( ").replace(")", " )").split()
    said = list[str]()
    while words:
        word = words.pop(0)
        index = game.rules.by_name.get(word)
        if index is not None and game.rules.quantities[index].kind is Kind.SWITCH and words[:1] == ["=="]:
            said.append(f"{w.quantity_name(game, word)} {'off' if words[1] == '0' else 'on'}")
            del words[:2]
        elif index is not None and game.rules.quantities[index].kind is not Kind.CLOCK:
            short, is_flag = w.short_name(game.rules.quantities[index]), game.rules.quantities[index].kind is Kind.FLAG
            said.append(f"'{short}'" if is_flag else short)
        elif word in game.rules.measures:
            said.append(w.plain(game.rules.measures[word].name))
        elif word == "not" and words[:1] != ["("]:
            said.append("no")
        else:
            said.append(COMPARISONS.get(word, word))
    return " ".join(said).replace("( ", "(").replace(" )", ")")


def passage_lines(game: Game, id: str) -> tuple[str, ...]:
    """A passage of a source: where it stands and what it claims, in the project's own words."""
    passage = game.rules.passages.get(PassageId(id.upper()))
    if passage is None:
        documents = ", ".join(document.id for document in game.rules.documents)
        return (f"There is no passage '{w.plain(id)}'; they are numbered like EF-11, in the documents {documents}.",)
    document = next((d for d in game.rules.documents if passage.id.startswith(f"{d.id}-")), None)
    source = ", ".join(part for part in (document.title, document.publisher, document.date) if part) if document else ""
    kind = "" if passage.kind == "claim" else f" [{passage.kind}]"
    return (f"{passage.id}{kind}: {w.plain(passage.claim)}", w.plain(source))
