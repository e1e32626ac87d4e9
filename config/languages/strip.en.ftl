# The rehearsal strip
strip-title = Yike · rehearsal strip
    .speech = Yike, rehearsal strip
strip-people = Whose card goes on the reader (all are invented)
strip-lift = Lift the card
strip-take = Take the slip
strip-switches = Make trouble
strip-network-off = Network off
strip-paper-out = Paper out
strip-paper-out-during = Paper out in the middle
strip-cover-open = Cover open
strip-printer-unplugged = Printer unplugged
strip-unreadable = Card unreadable
strip-reader-unplugged = Reader unplugged
strip-phone = The citizen's phone
strip-no-message = No message yet
strip-slip = The latest slip
strip-no-slip = No slip yet
