"""Bots: a seat's view in, one order and its reason out. They know only the view and the rules, in whole numbers."""
