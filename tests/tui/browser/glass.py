"""A terminal of glass: it takes a session's bytes as a viewer would and shows what stands on it."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable

from rich.cells import cell_len

_PART = re.compile(r"\x1b\[([?\d;]*)([A-Za-z])|\x1b\](.*?)(?:\x07|\x1b\\)|([\r\n])|([^\x1b\r\n]+)|(\x1b)", re.DOTALL)


class Glass:
    """Takes bytes with `send`; keeps the cells, the modes that are on, and whatever else was asked of it."""

    def __init__(self, width: int = 120, height: int = 36) -> None:
        self.width, self.height = width, height
        self.modes: set[str] = set()
        self.asked: list[str] = []
        self.colours: set[str] = set()
        self.sends: list[tuple[float, bytes]] = []
        self._x = self._y = 0
        self._wipe()

    @property
    def count(self) -> int:
        """How many bytes came."""
        return sum(len(data) for _, data in self.sends)

    @property
    def text(self) -> str:
        """What stands there."""
        return "\n".join("".join(row).rstrip() for row in self._rows)

    def send(self, data: bytes) -> None:
        """Take bytes."""
        self.sends.append((time.monotonic(), data))
        for part in _PART.finditer(data.decode("utf-8")):
            numbers, command, asked, end, text, odd = part.groups()
            if command:
                self._do(numbers, command)
            elif text:
                self._write(text)
            elif end == "\n":
                self._y += 1
            elif end == "\r":
                self._x = 0
            else:
                self.asked.append(asked if asked is not None else odd)

    async def until(self, ready: Callable[[str], bool] | str, seconds: float = 60.0) -> str:
        """What stands there as soon as it is so; fails with the picture when it does not come to be."""
        wanted = (lambda text: ready in text) if isinstance(ready, str) else ready
        end = time.monotonic() + seconds
        while not wanted(self.text):
            assert time.monotonic() < end, f"not seen: {ready}\n{self.text}"
            await asyncio.sleep(0.005)
        return self.text

    async def still(self, seconds: float = 0.25) -> str:
        """What stands there when nothing has come for a while."""
        since = time.monotonic()
        while not self.sends or time.monotonic() - max(since, self.sends[-1][0]) < seconds:  # noqa: ASYNC110
            await asyncio.sleep(0.01)  # it is time that it waits for
        return self.text

    def _wipe(self) -> None:
        self._rows = [[" "] * self.width for _ in range(self.height)]

    def _do(self, numbers: str, command: str) -> None:
        if command == "H":
            row, column = ([int(each or 1) for each in numbers.split(";")] + [1])[:2] if numbers else (1, 1)
            self._y, self._x = row - 1, column - 1
        elif command == "J":
            self._wipe()
        elif command == "m":
            self.colours.update(re.findall(r"[34]8;\d;[\d;]+", numbers))
        elif command in "hl":
            (self.modes.add if command == "h" else self.modes.discard)(numbers)
        else:
            self.asked.append(numbers + command)

    def _write(self, text: str) -> None:
        for character in text:
            wide = cell_len(character)
            if wide and self._y < self.height and self._x < self.width:
                self._rows[self._y][self._x] = character
                if wide == 2 and self._x + 1 < self.width:
                    self._rows[self._y][self._x + 1] = ""
            elif not wide and self._x and self._y < self.height:
                self._rows[self._y][min(self._x, self.width) - 1] += character
            self._x += wide
