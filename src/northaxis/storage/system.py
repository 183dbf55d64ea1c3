"""The machine's clock and its randomness, behind the ports."""

from __future__ import annotations

import secrets
import time

from northaxis.services.ports import SeedFailed


class SystemClock:
    """The wall clock. It may step back; nothing that is hashed into a head comes from it."""

    def now(self) -> int:
        """Milliseconds since 1970 UTC."""
        return time.time_ns() // 1_000_000


class SystemSeeds:
    """Seeds from the operating system, 64 bits as decimal digits."""

    def seed(self) -> str:
        """A seed nobody can guess; SeedFailed when the system has none."""
        try:
            return str(secrets.randbits(64))
        except (OSError, NotImplementedError) as error:
            raise SeedFailed(f"the system gives no random numbers: {error}") from None
