# The control panel
panel-title = Yike · control panel
    .speech = Yike, control panel
panel-people = Whose card goes on the reader (all are invented)
panel-lift = Lift the card
panel-take = Take the slip
panel-switches = Make trouble
panel-network-off = Network off
panel-paper-out = Paper out
panel-paper-out-during = Paper out in the middle
panel-cover-open = Cover open
panel-printer-unplugged = Printer unplugged
panel-unreadable = Card unreadable
panel-reader-unplugged = Reader unplugged
panel-phone = The citizen's phone
panel-no-message = No message yet
panel-slip = The latest slip
panel-no-slip = No slip yet
