"""The screens of control: the console, and the questions it asks."""
