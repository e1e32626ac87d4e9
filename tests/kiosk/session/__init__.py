"""The visit as a pure function: whole ways without a thread, a clock or a screen."""
