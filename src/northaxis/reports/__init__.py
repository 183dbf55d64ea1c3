"""Adapter: what was played, as a document: report model to HTML and Markdown."""
