"""The edge of the process: runs a command and turns everything that can go wrong into one sentence and an exit code."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from northaxis.cli.main import hush

FINE, FINDINGS, BAD_INPUT, NO_CONNECTION, BUG, INTERRUPTED = 0, 1, 2, 3, 70, 130


class Problem(Exception):
    """Something the person has to hear: one sentence, and the exit code."""

    def __init__(self, text: str, code: int = BAD_INPUT) -> None:
        super().__init__(text)
        self.code = code


def run(arguments: list[str]) -> int:
    """Run the command line and give its exit code; nothing is ever raised."""
    from northaxis.cli.commands import northaxis

    try:
        with northaxis.make_context("northaxis", list(arguments)) as context:
            found = northaxis.invoke(context)  # not main(): click would end a closed pipe with exit code 1
        sys.stdout.flush()
        return found if isinstance(found, int) else FINE
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.UsageError as error:
        return complain(_usage(error))
    except click.ClickException as error:
        return complain(error.format_message())
    except (click.Abort, KeyboardInterrupt):
        sys.stderr.write("\n")
        return INTERRUPTED
    except BrokenPipeError:
        hush()
        return FINE
    except Problem as problem:
        return complain(str(problem), problem.code)
    except Exception as error:
        return _known(error)


def complain(text: str, code: int = BAD_INPUT) -> int:
    """Say what is wrong on stderr, cleaned, and give the code."""
    from northaxis.content.cleaning import clean

    sys.stderr.write(f"northaxis: {clean(text, 1000)}\n")
    return code


def _usage(error: click.UsageError) -> str:
    where = error.ctx.command_path if error.ctx is not None else "northaxis"
    said = error.format_message().rstrip(".")
    return f"{said[:1].lower()}{said[1:]}; '{where} --help' shows how"


def _known(error: Exception) -> int:
    """The failures that have a name; anything else is a bug of ours and says where to look."""
    from northaxis.services.files import LibraryProblem
    from northaxis.services.ports import SeedFailed, StoreFailed
    from northaxis.services.table import NotAGame, TableHeld

    if isinstance(error, LibraryProblem | StoreFailed | SeedFailed | NotAGame):
        return complain(str(error))
    if isinstance(error, TableHeld):
        return complain(f"the session cannot be written, so play stopped: {error}; all that was acknowledged is kept")
    if isinstance(error, UnicodeEncodeError):
        return complain(f"this output cannot show some characters ({error.encoding}); set PYTHONIOENCODING=utf-8")
    if os.environ.get("NORTHAXIS_DEBUG"):
        raise error
    return complain(f"a mistake in northaxis itself: {_where(error)}; NORTHAXIS_DEBUG=1 shows all of it", BUG)


def _where(error: Exception) -> str:
    """The kind of the error and the line of ours it came from; no values, they may be secrets."""
    last = error.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    place = f"{Path(last.tb_frame.f_code.co_filename).name}:{last.tb_lineno}" if last is not None else "somewhere"
    return f"{type(error).__name__} in {place}"


def place_of(mistake: BaseException) -> str:
    """What kind of mistake it was and where, without its words."""
    last = mistake.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    where = f" in {Path(last.tb_frame.f_code.co_filename).name}:{last.tb_lineno}" if last is not None else ""
    return f"{type(mistake).__name__}{where}"
