# English: every sentence a citizen can read or hear. `.speech` is the spoken form where it differs from the written one.

terminal-title = Quarter-hour services · { $name }
    .speech = Quarter-hour services, { $name }

## Buttons
action-back = Back
action-leave = Leave
action-continue = Continue
action-begin = Begin
action-help = Help
action-understood = I understand
action-agree = Agree and continue
action-all-right = All correct, continue
action-change = Change
action-show = Show
action-hide = Hide
action-declare = I declare and submit
action-declare-note = Once pressed it is handed in
action-taken = I have it, finish
action-another = Another matter
action-end = End
action-finish = OK, finish
action-done = I have seen it, finish
action-print = Print a slip
action-send = Send rating
action-try-again = Try again
action-goes-on-by-itself = Goes on once the card is read

## Waiting and out of service
attract-title = Public services in a quarter of an hour
attract-lead = No queue, day and night. This terminal can now do:
attract-start = Touch here to start
attract-start-note = Have your ID card ready
out-of-service-title = This terminal is out of service
network-ok = Network OK
network-not = No network: only matters that work offline
slips-ok = Slip printer OK
slips-not = The slip printer is not available
device-to-read-id-card = ID card reader
device-to-print-slip = slip printer

## Home
home-title = What would you like to do?
home-lead = { $count } matters available here now · { $paper } · { $network }
    .speech = { $count } matters are available here now. { $paper }. { $network }.
home-search = Find a matter
home-search-hint = A word or pinyin initials, for example pension
home-nothing-found = Nothing found for “{ $query }”. Try another word, or press Help.
    .speech = Nothing found. Try another word, or press Help.
item-tag-lookup = Shown on the spot
item-tag-application = Also for family
item-tag-progress = By card or slip number
not-now-not-yet = Not open yet
not-now-offline = No network; available when it is back
not-now-outbox = Too much waits here to be sent; please use another terminal
not-now-questions = Questions to the platform cannot be asked right now
not-now-device = The { $device } is out of order

## Help
help-title = Do you need help?
help-lead = When you call, say the terminal code: the duty desk can see how this terminal is.
help-phone = Duty phone
help-terminal = Terminal code
nearest = Nearest other one

help-larger = “Larger text” at the top makes the letters bigger
help-pause = To look for a card or paper, press the button below; the screen is covered meanwhile
help-looking = I am looking for something
help-companion = Somebody helps me here
help-companion-note = Both of you are on the record; the helper may stay unnamed
help-looking-note = Covers the screen and stops the timer

## Guide
step-home = Home
step-guide = Guide
step-identify = Identity
step-form = Form
step-check = Check
step-result = Result
guide-who = Who can apply
guide-papers = What to bring
guide-no-papers = Only your ID card, no other papers
guide-paper = { $paper } ({ $necessity })
necessity-necessary = required
necessity-unnecessary = if you have it
necessity-may_follow = may follow later
guide-authority = Authority
guide-promised = Promised time
guide-legal = Legal limit
guide-fee = Fee
guide-result = How the result comes
guide-phone = Questions
guide-basis = Legal basis
guide-offline-now = There is no network now. You can still apply: the application is kept here, encrypted, and sent when the network is back. It counts from the day the authority receives it.
fee-none = Free of charge
fee-charged = There is a fee
limit = { $number } { $unit } { $counts_from }
unit-working_day = working days
unit-calendar_day = calendar days
unit-hour = hours
from-received = after the authority receives it
from-accepted = after acceptance
from-complete = after all papers are in

## For whom
for-whom-title = Who is this for?
for-self = For myself
for-self-note = With my own ID card
for-family = For family
for-family-note = Bring your card and theirs
for-other = For someone who asked me
for-other-note = Bring your card and theirs
relation-title = What are you to the applicant?
relation-lead = Choose what is true; it is written on the application and the slip.
relation-note = The relation is not checked here; the authority may check it.
relation-spouse = Spouse
relation-child = Son or daughter
relation-parent = Parent
relation-sibling = Brother or sister
relation-other_family = Other family
relation-neighbour = Neighbour
relation-community_worker = Community worker
relation-friend = Friend
relation-other_helper = Another helper
relation-stated = { $relation } (stated, not checked)

## Notice and consent
notice-title = First: which of your data we use
notice-lead = Read this, then decide.
consent-title = What needs your consent
consent-lead = Touch each one; what is not touched is not agreed to.
consent-agree = I agree: { $purpose }
consent-missing = Not agreed yet: { $purpose }. Without it we cannot go on; you can press Leave.
consent-free = You need not agree. Press Leave and nothing stays here.

## Identity
identify-title-self = Lay your ID card flat on the reader
identify-title-helper = First lay your own ID card on the reader
identify-title-companion = Please lay the card of the person who helps you
companion-no-card = Go on without a name
companion-no-card-note = The application only says that somebody helped
identify-title-applicant = Now lay the applicant's ID card on the reader
identify-lead = The reader is at the lower right of the screen, with a blue light.
identify-waiting = Waiting for the card
identify-read = Card read. Please take it back
identify-why = Why a card: to know whom this is for. It is used this once; an application is kept encrypted, everything else is cleared at once.
identify-not-verified = This shows that somebody holds the card; it does not yet show who that is.
card-flaw-incomplete = The card does not hold all of “{ $what }”: part of it cannot be read. Please complete it in the form; if you cannot, you can still apply, and the staff will see it.
card-flaw-no-glyph = “{ $what }” has a character that this machine cannot show. The application keeps it as it is on the card, and the staff will see it.
identify-other = Other document, or no card
identify-other-note = Where to go instead
card-name = Name
card-address = Address
card-number = Number
card-kind = Document
card-kind-resident = Resident identity card
card-kind-hmt-permit = Residence permit for HK, Macao and Taiwan
card-kind-foreign-2017 = Foreign permanent resident card (2017)
card-kind-foreign-2023 = Foreign permanent resident card
other-documents-lead = This terminal reads cards with a chip only.
other-documents-readable = Readable: resident identity cards, residence permits for Hong Kong, Macao and Taiwan residents, foreign permanent resident cards, old and new
other-documents-passport = Passports and travel permits: please go to a staffed service counter
other-documents-temporary = Temporary ID, or no card: a staffed counter, or come back with the card
other-documents-where = For the nearest counter and its hours call { $phone }

## Second proof
code-title = Enter the code sent to your phone
code-sending = Asking the authority to send a code
code-lead = { $digits } digits were sent to the registered phone { $phone }.
    .speech = { $digits } digits were sent to your registered phone. Please look at your messages.
code-label = Code
code-again = Send again
code-again-wait = Again after a minute
code-try-again = Try again
code-incomplete = Please enter all { $digits } digits
code-wrong = Not right, please look again. { $left ->
    [one] One try left.
   *[other] { $left } tries left.
}
asking-what = Asking the authority, one moment
asking-how-long = Still waiting for the authority; it usually takes under ten seconds. You can press Leave.

## Form and check
source-card = From your ID card
source-card-incomplete = From your ID card, which does not hold all of it: please complete it
source-card-no-glyph = From your ID card; one of its characters cannot be shown here
form-dispute = “{ $what }” is wrong, let me change it
wrong-missing = Still missing: { $what }
compare-value = “{ $what }” looks unusual: please check it once more. If it is right, press Continue again
wrong-value = Please look again: { $what }
wrong-day-unfinished = The date is not complete: 4 digits for the year, then month and day, such as 1950 06 15
    .speech = The date is not complete: four digits for the year, then two for the month and two for the day
wrong-day-month = There is no month { $month }; months go from 01 to 12
    .speech = There is no month { $month }; months go from one to twelve
wrong-day-day = Month { $month } of that year has no day { $day }; its last day is { $last }
wrong-day-early = The date is too early: not before { DATE($limit) }
wrong-day-late = The date is too late: not after { DATE($limit) }
review-title = Please check; continue if all is right
review-lead = If something is wrong press Change beside it; you come back here.
review-empty = Not filled in
review-for = For whom
review-helper = Helper
review-companion = Helped by
companion-not-named = somebody at the side, not named
review-relation = Relation

## Declaration and submission
declare-title = Please read this before you submit
declare-lead = By pressing the blue button you declare:
declare-helper = { $name } declares this too, as the helper.
declare-offline = No network now: your application is kept here, encrypted, and sent when the network is back.
submit-title = Submitting
submit-keeping = Encrypting and keeping it. Please stay
submit-handing-over = Kept. Handing it over to the authority

## Results
ending-handed-over-title = Handed over to the authority
ending-handed-over-lead = The authority's system has it and gave it an official number.
ending-kept-title = Kept here, will be sent
ending-kept-lead = It is not yet with the authority. This terminal sends it when the network is back; time counts from when they receive it.
ending-nothing-title = Not done, and nothing was kept
ending-unconfirmed-title = Not yet certain whether it was kept
ending-unconfirmed-lead = Keeping your application took too long and there is no result yet. If it was kept after all, it will be sent by itself.
ending-nothing-lead = The terminal could not keep your application safely, so it was neither kept nor sent.
slip-number-label = Slip number (please keep it)
case-number-label = Case number
case-number-not-yet = Not yet; given when the authority has it
kept-at = Kept here at
moment = { MOMENT($at) }
day = { DATE($on) }
next-title = What happens next
next-handed-over = With the slip number you can see the progress at any terminal
next-only-here = Until it is sent, only this terminal has your application
next-ask-later = From noon tomorrow look up the slip number at any terminal; if it is not found, call this terminal's duty phone
next-phone = { $phone }　Terminal { $terminal }
    .speech = Duty phone { $phone }, terminal { $terminal }
paper-printing = Printing the slip
paper-out = The slip is out below the screen, please take it
paper-did-not = The slip did not come out
paper-unconfirmed = It is not certain that the slip came out; please look at the slot
paper-note-number = Please photograph or write down the slip number above. Your application is not affected.
paper-read-screen = Please read it on the screen or take a photo.

## Look-ups
lookup-title = What is on record
lookup-asking = Looking it up
lookup-as-of = As of { DATE($day) }
lookup-nothing = The authority has no record of you.
lookup-more = The authority sent more than this terminal can show. You can ask by phone: { $phone }.
lookup-not-a-proof = For your own information, not a proof.
lookup-not-available = Not available now
way-title = How would you like to look?
way-slip = By slip number
way-slip-note = Shows the stage only, no name and no matter
way-card = By ID card
way-card-note = Needs a code sent to your phone too
slip-entry-title = Enter the slip number
slip-entry-lead = The largest line on the slip, letters and digits.
slip-entry-hint = Such as WT02-0001-ABCD-E; leave out the dashes
    .speech = Leave out the dashes
slip-entry-shows = After five wrong numbers this visit ends.
slip-mistyped = One character is wrong; please compare it with the slip.
slip-unknown = There is no such number. If you applied just now it may still be on its way; please look again tomorrow.
progress-title = How far it is
progress-lead = { $count ->
    [one] One case found
   *[other] { $count } cases found
}
progress-none = No cases of yours were found
progress-matter = Matter
progress-state = Now
progress-since = Since
progress-next = Next
state-received = Received
state-accepted = Accepted
state-not-accepted = Not accepted
state-correction = Correction needed
state-under-review = Under review
state-suspended = Suspended
state-transferred = Passed to a higher authority
state-withdrawn = Withdrawn
state-granted = Granted
state-not-granted = Not granted
state-decided = Decided
state-delivered = Delivered
next-step-none = Nothing for you to do
next-step-wait = The authority is working on it; nothing for you to do
next-step-correct = Please send the papers named in the notice
next-step-collect = Please collect the result as told in the notice
next-step-ask = Please call the authority
next-step-see-notice = Please read the authority's notice to you

## Rating
rate-title = How was the service of { $authority }?
rate-lead = Voluntary; you may skip it. You rate the authority, not the machine.
rate-5 = Very satisfied
rate-4 = Satisfied
rate-3 = Fairly satisfied
rate-2 = Dissatisfied
rate-1 = Very dissatisfied
rate-skip = No rating
rate-reason-title = What was not good?
rate-reason-lead = Choose one or more; the authority is told.
rate-reason-note = Your rating does not affect your matter.
rate-reason-missing = Please choose at least one, or press No rating.
label-108 = Asked for conditions beyond the guide
label-109 = Asked for papers beyond the guide
label-110 = Past the legal limit without reason
label-111 = The sample was wrong
label-114 = More visits than promised
label-207 = No sample was given
label-208 = No list of papers was given
label-209 = Past the promised time
label-210 = The same proof was asked for twice
label-212 = Had to queue again in spite of a booking

## Farewell and trouble
farewell-title = Please take your things
farewell-kept = Your application is kept; the number is on the slip. This screen is now cleared.
farewell-kept-no-slip = Your application is kept. No slip came out; use the number you photographed or wrote down. This screen is now cleared.
farewell-nothing-kept = Done. Nothing is kept here.
farewell-card-left = Your card is still on the reader, please take it
farewell-card-check = Please make sure you have your card
farewell-slip-left = Please take the slip
farewell-slip-taken = The slip was taken
countdown-title = Are you still there?
countdown-more = I need more time
countdown-leave = End and clear
trouble-kept = Your application is kept and safe. Please note the slip number.
trouble-unconfirmed = It is not certain yet whether your application was kept. Please ask by phone before you apply again.
trouble-nothing-kept = This was not done, and your data is cleared. Please start again or use another terminal.
trouble-id-reader-lift-and-retry = Not read. Please lift the card and lay it flat again
trouble-id-reader-wrong-card = This is not an ID card. Please use a resident card or permit
trouble-id-reader-card-rejected = The reader does not accept this card. Please lift it and try again
trouble-id-reader-no-answer = The card reader does not answer
trouble-id-reader-self-test-failed = The card reader failed its self-test
trouble-id-reader-not-authorised = The card reader is not authorised to read cards
trouble-id-reader-broken = The card reader is broken
trouble-id-reader-garbled = The line to the card reader is disturbed, so no card can be read
trouble-transport-lost = The device was disconnected
trouble-transport-absent = The device is not connected
trouble-transport-noise = The line to the device is disturbed
trouble-transport-busy = Another program uses the device
trouble-device-driver-error = The device failed and is recovering by itself
trouble-device-no-answer = The device does not answer
trouble-card-unusable = The data on this card does not fit, so it cannot be used
trouble-card-expired = This card has expired and cannot be used
trouble-card-same-person = This card is the same person's as before. Please use the other person's
trouble-card-other-person = This is another person's card; the card of { $name } is expected here
trouble-receipt-printer-paper-out = The slip paper is used up
trouble-receipt-printer-cover-open = The printer's cover is open
trouble-receipt-printer-cutter = The paper cutter is stuck
trouble-receipt-printer-offline = The printer is not ready
trouble-receipt-printer-head-hot = The print head is too hot and is cooling down
trouble-receipt-printer-jam = Paper is jammed at the slot
trouble-receipt-printer-no-answer = The printer does not answer
trouble-receipt-printer-unrecoverable = The printer is broken
masked-spoken = hidden
item-words-fallback = Some words on this page are not available in English yet and are shown in Chinese.
trouble-card-too-young = This person is not yet { $years }, so the application cannot be made now

## Slip
rehearsal-mark = Rehearsal, not real
slip-applicant = Applicant
slip-terminal = Terminal
slip-duty = Duty phone
slip-as-of = As of
slip-handed-over = Handed over to the authority
slip-kept = Kept at this terminal, not yet with the authority
slip-if-not-found = If this number is not found after noon tomorrow, call the duty phone.
slip-fades = Thermal paper fades: take a photo.
trouble-receipt-printer-no-font = The printer lacks the characters for a slip
trouble-receipt-printer-unconfirmed = It is not certain that the slip came out
trouble-platform-offline = There is no network
trouble-platform-slow = The authority’s system did not answer in time
trouble-platform-not-the-platform = Another page stands in the way, and the authority’s system is not reached
trouble-platform-busy = The authority’s system is too busy
trouble-platform-identity = The authority’s system does not accept this terminal
trouble-platform-refused = The authority’s system refuses this
trouble-platform-broken = The authority’s system failed
trouble-platform-no-registered-phone = The authority has no phone number of yours on record, so you cannot be verified here
trouble-platform-too-many-tries = Too many wrong codes; no more tries this time
trouble-platform-code-spent = This code was used already, or is too old
trouble-platform-too-many-codes = Too many codes were sent; no more can be sent now
trouble-keep-disk-full = The terminal is full and could not keep your application
trouble-keep-store-damaged = The terminal’s store is damaged and could not keep your application
trouble-keep-disk-error = The terminal’s disk failed and could not keep your application
trouble-keep-store-replaced = The terminal’s store was removed or replaced, so your application was not kept
trouble-keep-clock-before-build = The terminal’s clock is wrong, so your application could not be kept
trouble-terminal-no-catalogue = The list of services has not arrived yet
trouble-keep-program = The terminal’s program failed and could not keep your application
trouble-keep-unconfirmed = Nobody can confirm yet whether your application was kept
trouble-terminal-program = The terminal’s program failed and is recovering by itself
trouble-terminal-outbox = The terminal cannot keep applications safely now, so it takes none
trouble-terminal-clock = The terminal’s clock is wrong, so it takes no applications now
trouble-outbox-store-damaged = Staff: the terminal’s store was damaged and must be checked
trouble-outbox-store-missing = Staff: the terminal’s earlier store is missing and must be looked for
trouble-outbox-store-replaced = Staff: the terminal’s store was removed or replaced
store-to-check = { $what } (code { $code })
trouble-program-error = Something went wrong with this terminal
trouble-unknown = A part of this terminal does not work
fault-safe = What is safe
fault-do = What to do
fault-say = Say on the phone
fault-safe-nothing = Nothing was submitted, and nothing stays here
fault-safe-before = What was kept before is safe
fault-safe-checked = Keep your slip: staff check what was kept before
fault-safe-unconfirmed = If it was kept, it is sent by itself and not lost
fault-safe-kept = Your application is kept and safe
fault-safe-cleared = Your data is cleared
fault-do-lift = Lift the card and lay it flat again
fault-do-again = Press “Try again”; if that does not help, come back later
fault-do-continue = Press “Continue” once more; if that does not help, come back later
fault-do-new-code = Press “Try again” for a new code
fault-do-later = Come back later
fault-do-elsewhere = Use another terminal or a staffed counter, or call the duty phone
fault-do-counter = Go to a staffed counter with your card
fault-do-renew = Renew your card at the police station first
fault-do-ask = Note the time and this terminal’s code, and call to ask whether it arrived; do not apply again yet
fault-do-that-card = For the person read before, press Continue; for somebody else, leave and start again
fault-do-leave = Press “Leave”
staff-end = Staff: end this visit
staff-end-note = For staff only; no data is shown
staff-end-title = End this visit?
staff-end-lead = What was filled in is cleared at once, and nothing is shown.
staff-end-kept = The application is kept and safe; the number on the screen disappears at once.
staff-end-under-way = Something is still under way (keeping or printing). It is finished in the background and reported; the screen is cleared at once.
staff-end-now = End now

## Practice

practice-mark = Practice: invented people, nothing is submitted
attract-practice = Practise first
attract-practice-note = Try it with invented people; nothing is submitted
practice-card = Use the practice card
practice-card-why = In practice nothing on a card is read: lay down any card to try the gesture, or press “Use the practice card”.
practice-code = Practice: any six digits will do
practice-slip = Practice: any characters will do
practice-ending-title = Practice ends here; nothing was submitted
practice-ending-lead = In a real visit this page tells where your application is.
practice-number-label = Practice number (not valid)
practice-ending-number = The real slip number stands here: take a photo or keep the slip.
practice-ending-real = To apply for real, go back to the first page and start.
farewell-practice = Practice is over. Nothing was submitted, and nothing is kept here.

## Voice and keys
attract-start-voice = Read aloud, by keys
attract-start-voice-note = Touch here, or press any key of the keypad
voice-number = { $label }: { $number }
voice-number-again = Once more: { $number }
voice-chosen = chosen
voice-choices = { $count } to choose from
voice-choice = Number { $number }
voice-resting = cannot be chosen now
voice-how = Press 2 or 8, or the arrows, to look around, 5 or Enter to choose, 0 for help, star to hear it again, hash to go back
voice-how-more = Press 1 for softer, 3 for louder, 7 for another speed, 9 to turn the screen off or on
voice-field = Press the figures; star deletes one, hash or Enter goes on
voice-date = Press four figures for the year, two for the month and two for the day; star deletes one, hash or Enter goes on
voice-chinese = Type pinyin and press the figure of the word you hear; space takes the first, page down reads on; star deletes one, hash or Enter goes on
voice-hidden = { $count } entered, not read out
voice-deleted = One deleted
voice-empty = empty
voice-quicker = Speed
voice-louder = Louder
voice-softer = Softer
voice-blank = The screen is off; nobody can look at it
voice-unblank = The screen is on
