# The screen's own words
ui-language = 中文
ui-larger = Larger text
ui-more-above = Back up
ui-more-below = More below
ui-keyboard-done = Close
ui-keyboard-delete = Delete
ui-keyboard-space = Space
ui-keyboard-shift = Capitals
ui-keyboard-candidates = More
ui-step = Step
ui-curtain-title = The screen is covered
ui-curtain-off = I am back, go on
ui-starting = Getting ready, one moment
