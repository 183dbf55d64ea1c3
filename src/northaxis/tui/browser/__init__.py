"""Many apps in one event loop, each without a terminal of its own: keys in, screen bytes out (`services.screen_port`).

Three rules hold it together. An app is only ever reached by messages, never by its widgets, because a widget finds
"its" app through the context it is called from. Handlers are short: one that computes stalls every seat. And nothing
of one app outlives it: parser, streams and viewers are let go at its end.
"""
