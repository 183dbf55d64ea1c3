"""What control may give: override tokens (R-9.3), and free effects within a turn's budget (R-9.7)."""

from __future__ import annotations

from northaxis.domain.state import State


def tokens_left(state: State) -> int:
    """Override tokens that control has not spent."""
    return max(0, state.game.scenario.override_tokens - state.room.tokens_spent)
