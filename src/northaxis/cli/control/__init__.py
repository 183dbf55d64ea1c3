"""Control in plain lines: all that the console's keys do, in words, at the host's terminal or by control's link."""
