"""`northaxis` alone: the home screen, or without a terminal a short menu in words."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from northaxis.cli.guard import Problem
from northaxis.cli.main import HELP

if TYPE_CHECKING:
    from northaxis.tui.desk import Desk, HostWish


def home() -> int:
    """Open the home screen when somebody can see it."""
    if sys.stdin.isatty() and sys.stdout.isatty():
        from northaxis.tui.app import TerminalUnfit, run_home
        from northaxis.tui.desk import LazyDesk

        try:
            return run_home(LazyDesk(_desk), _host)
        except TerminalUnfit as unfit:
            raise Problem(str(unfit)) from None
    sys.stdout.write(HELP)
    last = _unfinished()
    if last:
        sys.stdout.write(f"\nA game is waiting: northaxis play --session {last}\n")
    return 0


def _host(wish: HostWish) -> int:
    """Host what was wished for; the console takes the screen."""
    from northaxis.cli.host import serve
    from northaxis.cli.hosting import Asked

    names = ",".join(f"Player {number}" for number in range(1, wish.people + 1))
    asked = Asked(wish.scenario, None, names, None, None, (), ())
    return serve(asked, wish.bind, tls=wish.tls)


def _desk() -> Desk:
    """The desk, made when the first frame is on the screen: the library is slow to import."""
    from northaxis.cli.desk import LocalDesk

    return LocalDesk()


def _unfinished() -> str:
    """The session played last, if it is not over."""
    from northaxis.cli.sessions import latest_unfinished
    from northaxis.services.ports import StoreFailed

    try:
        found = latest_unfinished()
    except StoreFailed:
        return ""
    return str(found) if found is not None else ""
