"""The command palette's entries: every action of the screen below, from the registry. Imported when first opened."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider

from northaxis.tui.actions import ActionSpec, actions_in


class Actions(Provider):
    """What can be done here."""

    def _specs(self) -> Iterator[tuple[ActionSpec, str]]:
        scopes = tuple(getattr(self.screen, "SCOPES", ()))
        for spec in actions_in(*dict.fromkeys((*scopes, "page", "app"))):
            target = "app" if spec.scope == "app" else "screen"
            if spec.id == "page.back" and len(self.app.screen_stack) == 1:
                continue
            if spec.palette and hasattr(getattr(self, target), f"action_{spec.method}"):
                yield spec, f"{target}.{spec.method}"

    async def discover(self) -> Hits:
        """All of them."""
        for spec, action in self._specs():
            yield DiscoveryHit(spec.name.capitalize(), partial(self._do, action), help=spec.help)

    async def search(self, query: str) -> Hits:
        """Those whose name or help sounds like it."""
        matcher = self.matcher(query)
        for spec, action in self._specs():
            name = spec.name.capitalize()
            score = max(matcher.match(name), matcher.match(spec.help) * 0.6)
            if score > 0:
                yield Hit(score, matcher.highlight(name), partial(self._do, action), help=spec.help)

    def _do(self, action: str) -> None:
        self.app.call_later(self.app.run_action, action)
