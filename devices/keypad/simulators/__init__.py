"""The simulator of a keypad on a serial line; the other one is `devices.keypad.simulator`."""
