"""What control can type in plain lines: every verb with an example that is read as it stands."""

from __future__ import annotations

from collections.abc import Iterator

EXAMPLES = (
    ("go on", "move the table one step on"),
    ("say all Two minutes left.", "words to everybody; 'say MIN ...' to one seat"),
    ("turn oxygen low", "set a dial, before turn 1"),
    ('clock kind=pause why="a break"', "the clock: start, pause, resume, skip, warn, or extend with seconds=60"),
    ('reseat seat=MIN holder=bot level=staff why="she left"', "a bot for a seat; without level a person of that name"),
    ('inject card=F19 why="they asked for it"', "bring in a card; with to=MIN for one seat alone"),
    ('write title="A convoy" text="Forty lorries wait." why="the room asked"', "a card of your own; shifts=gap+1"),
    ('stack card=F19 where=aside why="too early"', "a card in its deck: next, bottom, out, aside"),
    ('track quantity=warning value=3 code=ERROR why="read wrong"', "put a track at a value; ERROR is free"),
    ('grant shifts=warning-1 why="nobody counts it"', "a small free effect"),
    ('shift action=MIN-PAY by=1 code=REALISM why="lenders read"', "what an order needs, before the dice; a token"),
    ('method action=MIN-PAY method=argument why="no rule fits"', "dice, argument, free or consensus for an order"),
    ('decide action=MIN-PAY success=yes method=free why="a gap"', "an order's outcome without dice"),
    ('overrule action=MIN-PAY success=no code=ERROR why="misread"', "an outcome after the dice"),
    ('rule-out action=MIN-PAY why="not what this seat would do"', "an order out of role; its price comes back"),
    ("rate argument=T1-MIN place=0 strength=2", "a reason: 2 strong, 1 valid, 0 weak"),
    ("effect argument=T1-MIN shifts=warning+1", "what an argument does if it holds"),
    ("ask-estimates argument=T1-MIN", "ask every seat how likely it is, before the dice"),
    ("settle argument=T1-MIN method=dice", "an argument: dice, estimate, free, consensus, dropped"),
    ('end-project project=T1-KYI why="overtaken by events"', "a project that stands no longer"),
    ('settle-request request=MIN-1 status=answered text="Not yet."', "answer a request; or declined"),
    ('note about=free text="Minsk hesitates"', "a note that only control reads"),
    ('back to=120 why="too early"', "stand again after a fact; the prompt counts them"),
    ('end why="time is up"', "end play and score it"),
)
"""What is typed, and what it does. Names of cards, actions and tracks are those of the game."""


def control_help() -> Iterator[str]:
    """The list for somebody in control."""
    yield "As control you can type (each line is an example; the reason goes to the log and the report):"
    for example, does in EXAMPLES:
        yield f"  {example}"
        yield f"      {does}"
    yield "Links, undo, stand-ins and typed dice are on the console: the host's terminal, or a browser at this link."
