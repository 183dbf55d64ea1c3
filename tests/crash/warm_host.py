"""A warm start for hosts: everything is imported once, and each host is a process of its own, forked from here.

Reads lines `["FILE", "host", "S1", ...]` and starts `northaxis host S1 ...` with its output in FILE; prints its
process id. `--liar` breaks the program on purpose: it acknowledges what it has not committed.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from importlib import import_module
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[2] / "src"), str(Path(__file__).parents[2])]

from northaxis.cli.main import main  # noqa: E402 - after the path

NEEDED = ("cli.host", "network.qr", "tui.browser.host", "tui.app", "network.remote", "content.bench")


def warm() -> None:
    """Import what a host needs, and what its event loop does."""
    for name in NEEDED:
        import_module(f"northaxis.{name}")
    asyncio.set_event_loop_policy(None)


def serve(file: str, words: list[str]) -> None:
    """Be a host, in this process, to its end."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    said = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(said, 1)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    main(words)


if __name__ == "__main__":
    if "--liar" in sys.argv:
        from tests.crash.liar import lazily

        from northaxis.storage.session_file import SessionFile

        SessionFile._transaction = lazily  # type: ignore[method-assign]
    warm()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # whoever was killed is gone at once
    print("warm", flush=True)
    for line in sys.stdin:
        file, *words = json.loads(line)
        child = os.fork()
        if child == 0:
            serve(file, words)
        print(child, flush=True)
