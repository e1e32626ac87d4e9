"""The simulator of a sound card's mixer; that of a jack's switch is `devices.audio.simulator`."""
