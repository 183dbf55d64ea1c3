"""Adapter: the table over the network: server, wire, remote seats, pages for browsers."""
