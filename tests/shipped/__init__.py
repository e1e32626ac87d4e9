"""What ships in config/ proves itself: every item, language and terminal profile, found by listing."""
