"""The program's entry. `--version` and `--help` are answered before anything else is imported."""

import gc
import os
import sys

HELP = """\
usage: northaxis [COMMAND] [OPTIONS]

A companion app for turn-based seminar wargames about the Belarus-Ukraine border.

  northaxis                      the home screen
  northaxis demo                 the teaching scenario at once; without a terminal, told as a story
  northaxis play SCENARIO        solo: you hold one seat or several, bots hold the others
                                 or --people "Ana,Ben": up to twelve at one screen, passed round
  northaxis host SCENARIO        a table for many people: they join with a browser or a terminal
  northaxis join ADDRESS         a seat at a hosted table, in this terminal, by its code; or join LINK

sessions
  northaxis sessions             the sessions kept on this machine and in this folder
  northaxis replay FILE          what happened, line by line, as a seat saw it
  northaxis verify FILE          whether a session file holds, and where it stops holding
  northaxis export FILE          the facts of a session, one JSON object a line
  northaxis report FILE          the after-action report, as HTML and Markdown
  northaxis branch FILE          a new session that stands at an earlier turn of an old one

facilitating
  northaxis kit SCENARIO         opening script, timings, checklists, role sheets, hot wash, to print
  northaxis rulings R-9          the numbered rulings that refusals quote: a chapter, one, or by words

authoring
  northaxis check PATH...        every problem in decks, rule sets and scenarios, with line and column
  northaxis deck show DECK       a deck's cards, or one card in full
  northaxis deck coverage        which passage of the sources is at work where
  northaxis deck balance DECK    what stands out over many games: dead cards, dominant options, swing
  northaxis simulate SCENARIO    thousands of games by bots, summed up

  northaxis COMMAND --help       the options of a command
  northaxis --version

Scenarios: S1 switched-off, S2 red-line-north, S3 three-directions; with a variant as S3+V2.
Exit codes: 0 fine, 1 findings, 2 bad usage or unreadable input, 3 could not connect, 130 interrupted.
"""


def main(arguments: list[str] | None = None) -> None:
    """Run the program; always ends with SystemExit."""
    given = sys.argv[1:] if arguments is None else arguments
    if given in (["--version"], ["-V"]):
        from northaxis import __version__

        answer(f"northaxis {__version__}\n")
    if given in (["--help"], ["-h"], ["help"]):
        answer(HELP)
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for some takes a tenth of a second
    if given[:1] in (["check"], ["host"]):
        gc.disable()  # what the start makes stays: `check` ends before it is worth a look, `host` begins when it serves
    from northaxis.cli.guard import run

    sys.exit(run(given))


def answer(text: str) -> None:
    """Print and leave; a closed pipe is no error."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        hush()
    sys.exit(0)


def hush() -> None:
    """Send what is left for standard output nowhere, so that the interpreter does not complain as it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
