"""The parts of the table screen: what each pane says, made from one seat's view. No rule of the game lives here."""
