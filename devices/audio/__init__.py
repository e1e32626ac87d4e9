"""Sound: whether headphones are plugged in, and whether the loudspeaker or the headphones are heard."""
