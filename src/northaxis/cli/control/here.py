"""Control in lines at the host's own terminal, or from a pipe. The table does not hang on what is typed here."""

from __future__ import annotations

import asyncio
import sys

from northaxis.cli.control.desk import ControlDesk
from northaxis.cli.teletype import Teletype
from northaxis.cli.venue import HostVenue
from northaxis.cli.voice import Stream
from northaxis.services.hosted import ControlDoor, HostedTable
from northaxis.services.lobby import HOUSE

NO_MORE = "Nothing more is typed here. The table goes on, and control plays by its link; Ctrl+C closes the table."


async def run_lines(hosted: HostedTable, venue: HostVenue, ended: asyncio.Future[int]) -> int:
    """Control in lines until it closes the table, or until the program is asked to end; the exit code."""
    door = hosted.door(HOUSE)
    assert isinstance(door, ControlDoor)
    desk = ControlDesk(door, venue, closes_table=True)
    try:
        await Teletype(desk, Stream()).run(ended)
    finally:
        await desk.close()
    if ended.done():
        return ended.result()
    if desk.has_closed:
        return 0
    print(NO_MORE, file=sys.stderr, flush=True)
    return await ended
