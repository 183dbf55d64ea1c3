"""The screens; each composes parts, reads a client's view and facts, and asks through the client."""
