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
action-declare-note = It cannot be changed after you submit
action-declare-sign = I declare
action-undo-stroke = Undo a stroke
action-clear-strokes = Start again
action-signed = I have signed
action-signed-note = This submits it; no changes after that
action-taken = I have it, finish
action-another = Another service
action-end = End
action-finish = OK, finish
action-done = I have seen it, finish
action-print = Print a slip
action-send = Send rating
action-try-again = Try again
action-goes-on-by-itself = Continues when your card is read
action-goes-on-when-read = Continues when your card is read
action-reader-out = The reader is out of order

## Waiting and out of service
attract-title = Hello, what would you like to do?
attract-lead = Step by step, no queue.
attract-start = Touch here to start
    .speech = Start
attract-start-note = Anywhere on the screen will do
starting-title = Starting
starting-lead = Fetching the list of services; this takes a few seconds
out-of-service-title = This machine is out of service
attract-phone = Questions? Call
attract-now = Available now, touch one:
network-ok = Network OK
network-asking = Connecting to the network
network-not = No network: some services are not available now
slips-ok = Slip printer OK
slips-checking = Checking the slip printer
slips-not = The slip printer is not available
device-to-read-id-card = ID card reader
device-to-print-slip = slip printer
device-to-print-a4 = A4 printer
device-to-scan-code = code scanner
device-to-scan-document = scanner for papers
device-to-scan-feeder = scanner with a feeder
device-to-take-photo = camera

## Home
home-title = What would you like to do?
home-lead = { $count } services available here now · { $paper } · { $network }
    .speech = { $count } services are available here now. { $paper }. { $network }.
home-mine = My applications
home-mine-note = By ID card or slip number
group-two = { $one }, { $other }
group-count = { $spot ->
    [0] { $count ->
        [one] 1 service
       *[other] { $count } services
    }
   *[other] { $count }, { $spot } on the spot
}
    .speech = { $spot ->
        [0] { $count ->
            [one] 1 service
           *[other] { $count } services
        }
       *[other] { $count } services, { $spot } on the spot
    }
category-bundles = Several services, one form
category-elderly = Age, disability
category-social-insurance = Social insurance
category-health = Health
category-housing = Housing
category-household = Residence, papers
category-family = Birth, school
category-work = Work
category-vehicles = Vehicles
category-my-matters = My applications
category-other = Other services
home-search = Find a service
home-search-hint = What you want to do, for example pension
home-nothing-found = Nothing found for “{ $query }”. Try another word, or press Help.
    .speech = Nothing found. Try another word, or press Help.
item-tag-lookup = Shown on the spot
item-tag-application = Also for family
item-tag-certificate = Printed on the spot
item-tag-progress = By card or slip number
step-parts = What to apply for
parts-title = { $name }: all of these at once
parts-lead = You fill in one form; several offices get it, and each answers you.
parts-how = Touch what you do not want to remove its tick.
parts-begin = Begin with { $count }
parts-no-fee = All free of charge
parts-none = Please choose at least one
part-now = Can be done now
part-closed = The office is closed; saved here and sent when it opens
part-opens = The office is closed; saved here and sent after { MOMENT($at) }
part-by-department = Nothing to do for you: the office checks it
part-not-offered = Not yet possible at this machine
guide-parts = All of these at once
guide-part = { $name } ({ $authority })
item-tag-bundle = Several at once
farewell-refused = An office did not accept an application; it is still stored on this machine. Please call with your slip number. The screen is cleared now.
farewell-refused-no-slip = An office did not accept an application; it is still stored on this machine. We cannot tell whether you have the slip: please note the slip number and call. The screen is cleared now.
slip-refused = Not accepted by { $authority }; still stored on the machine
slip-parts = { $count } services at once
not-now-not-yet = Not open yet
not-now-offline = No network; available when it is back
not-now-asking = Connecting to the network; please wait a moment
not-in-practice = Certificates are not printed in practice
not-now-outbox = Too much waits here to be sent; please use another machine
not-now-questions = Questions to the platform cannot be asked right now
not-here-device = This machine has no { $device }; please go elsewhere
not-now-checking = Checking the { $device }; please wait a moment
not-now-device = The { $device } is out of order

## Help
help-title = Do you need help?
help-lead = When you call, say the machine number: the duty desk can see how this machine is.
help-phone = Duty phone
help-terminal = Machine number
help-place = Machine name
nearest = Nearest other one

help-larger = “Larger” makes the letters bigger
help-pause = To look for a card or paper, press “I am looking for something”; the screen is covered meanwhile
help-looking = I am looking for something
help-companion = Someone is helping me
help-companion-note = Both of you are on the record; the helper may stay unnamed
help-looking-note = Covers the screen and stops the timer

## Guide
step-home = Home
step-guide = Guide
step-identify = ID card
step-form = Form
step-check = Check
step-sign = Sign
step-result = Result
guide-who = Who can apply
guide-papers = What to bring
guide-no-papers = Only your ID card, no other papers
guide-paper = { $paper } ({ $necessity })
necessity-necessary = required
necessity-unnecessary = if you have it
necessity-may_follow = may follow later
necessity-handed-necessary = required
necessity-handed-unnecessary = if you have it
necessity-handed-may_follow = may follow later
necessity-handed-pledge = the proof, or a pledge
guide-phone-code = The ID code on your phone does as well as the ID card
guide-paper-here = { $paper } ({ $necessity }): { $ways }
guide-paper-held = { $paper } ({ $necessity }): { $ways }; nothing to hand in if the platform has it already
hand-in-scan = you can scan it here
hand-in-photo = the photo can be taken here
hand-in-phone = you can send it from your phone
hand-in-scan-photo = you can scan it or take the photo here
hand-in-scan-phone = you can scan it here or send it from your phone
hand-in-photo-phone = the photo can be taken here or sent from your phone
hand-in-scan-photo-phone = you can scan it or take the photo here, or send it from your phone
guide-authority = Authority
guide-promised = Time to finish (promised)
guide-legal = Longest allowed by law
guide-fee = Fee
guide-result = How the result comes
guide-phone = Questions
guide-basis = Legal basis
guide-offline-now = There is no network now. You can still apply: the application is saved on this machine, encrypted, and sent when the network is back. Time counts only after the authority receives it.
fee-none = Free of charge
fee-charged = There is a fee
limit = { $number } { $unit } { $counts_from }
unit-working_day = working days
unit-calendar_day = days (weekends included)
unit-hour = hours
authority-generic = the authority
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
for-ward = For my ward
for-ward-note = Bring your own card; the guardianship is looked up
for-authorised = For someone who authorised me
for-authorised-note = Bring your own card; the authorisation is looked up
for-company = For my company
for-company-note = Bring your own card; you must be its agent on record
for-newborn = For a newborn child
for-newborn-note = Bring a parent’s card and the birth certificate
for-deceased = For a relative who died
for-deceased-note = Bring your own card; you need their ID number
relation-title = How are you related to the applicant?
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
relation-mother = Mother
relation-father = Father
relation-guardian = Guardian
relation-ward = Guardian (looked up)
relation-authorised = Authorised (looked up)
relation-company = Agent of the company (looked up)
relation-deceased = Near relative (looked up)
applicant-newborn = A newborn child
relation-stated = { $relation } (stated, not checked)

## Notice and consent
notice-title = How we use your data
data-title = Data that is used
data-card = Name and number from the ID card
data-slip = Your slip number, and the papers you give here
data-helper = Name and number from the helper’s ID card, and how they are related to the applicant
data-mandate = The guardianship, authorisation, agency or kinship on record
data-companion = Name and number from the card of the person who helps (they may stay unnamed)
data-code = The code sent to the registered phone
consent-title = Please give your consent
consent-lead = Touch each one; what is not touched is not agreed to.
consent-lead-one = Read this, then choose; the choice goes on at once.
consent-yes = I agree
consent-no = I do not agree; I will go to a counter
consent-no-note = Nothing stays here
consent-agree = I agree: { $purpose }
consent-missing = Not agreed yet: { $purpose }. Without it we cannot go on; you can press Leave.
consent-free = You do not have to agree. Press Leave and nothing stays here.
consent-no-prefill = I do not agree; I will fill it in myself
consent-optional = You can go on without it; you fill it in yourself
prefill-title = Looking up what is on record
prefill-lead = What is found is filled in for you. You correct what is wrong.
prefill-by-hand = Fill it in myself
prefill-none-title = It could not be looked up. Please fill it in
prefill-by-hand-now = Fill it in myself
mandate-asking = Looking up whom you may act for
mandate-title-ward = Who is it for?
mandate-title-authorised = Who authorised you?
mandate-title-company = Which company is it for?
mandate-title-deceased = Is it for this relative?
mandate-note = Part of the name is hidden. Touch it to go on.
mandate-until = { $what }, until { DATE($day) }
mandate-company = Credit code { $code }; { $what }
mandate-number-title = What is your relative’s ID number?
mandate-number-lead = 18 digits; only used to see whether you are a near relative.
mandate-number = ID number
mandate-number-wrong = That number is not right; please compare it once more. It has 18 digits
stage-mandate-asked = The records were asked
stage-mandate-awaited = Waiting for the answer
stage-mandate-shown = You choose
review-principal = Applicant
stage-register-asked = The registers were asked
stage-register-awaited = Waiting for their answer
stage-register-filled = Filled in for you

## Identity
identify-title-self = Place your ID card flat on the reader
identify-title-helper = First place your own ID card on the reader
identify-title-own-card = Place your own ID card
identify-title-companion = Please place the card of the person who helps you
companion-no-card = Go on without a name
companion-no-card-note = The application only says that someone helped
identify-title-applicant = Now place the applicant's ID card on the reader
identify-lead = The reader is { $place }.
place-above-left = above the screen, on the left
place-above = above the screen
place-above-right = above the screen, on the right
place-left = to the left of the screen
place-right = to the right of the screen
place-below-left = below the screen, on the left
place-below = below the screen
place-below-right = below the screen, on the right
place-unknown = on the machine
identify-waiting = Waiting for the card
identify-reading = Reading the card
identify-title-read = Card read. Please take it back
identify-title-reading = Reading your card. Please leave it there
identify-title-other-card = Please place another card
identify-read = Please take your card
identify-change-card = Continues when the other card is read
identify-why = Only name, number and address are read, for this service.
identify-not-verified = This step only reads the card. It does not check who you are.
card-flaw-incomplete = The card does not hold all of “{ $what }”: part of it cannot be read. Please complete it in the form; if you cannot, you can still apply, and the staff will see it.
card-flaw-no-glyph = “{ $what }” has a character that this machine cannot show. The application has it as it is on the card, and the staff will see it.
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
other-documents-lead = This machine reads cards with a chip only.
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
code-wrong = That code is wrong. Check your message. { $left ->
    [one] One try left.
   *[other] { $left } tries left.
}
asking-what = Asking the authority, one moment
asking-how-long = Still waiting for the authority; it usually takes under ten seconds. You can press Leave.

## Papers to give
step-materials = Papers
materials-title = { $missing ->
    [0] { $count ->
        [one] The paper is here
       *[other] All { $count } papers are here
    }
   *[other] { $count ->
        [one] 1 paper needed, { $missing } missing
       *[other] { $count } papers needed, { $missing } missing
    }
}
materials-title-enough = All that is needed is here
materials-lead = Give each once; a wrong one can be changed.
materials-missing = { $count } missing
materials-title-later = { $count ->
    [one] 1 paper is here, { $later } to follow
   *[other] { $count } papers are here, { $later } to follow
}
materials-missing-note = Then you can continue
materials-missing-note-later = Give it, or choose “Not with me”
materials-original = Please keep your originals: of a scan or a picture, { $authority } may still want to see them.
materials-see = See, change
materials-hand-in = Give it
materials-open = Now: { $paper }
materials-open-again = Another one: { $paper }
materials-other-way = Change it
materials-other-way-note = This one counts until you give the new one
materials-take-back = Take it back
handed-scan = { $count ->
    [one] 1 page scanned
   *[other] { $count } pages scanned
}
handed-phone = { $count ->
    [one] 1 picture from your phone
   *[other] { $count } pictures from your phone
}
handed-photo = Photo taken
handed-licence = Electronic licence on record, nothing to give
handed-earlier = The one you gave before
handed-pledge = You pledged it; nothing to give
handed-later = { $days ->
    [one] Later: within 1 working day after they take it in
   *[other] Later: within { $days } working days after they take it in
}
handed-not = Missing
handed-not-unnecessary = If you have it; not required
handed-not-may-follow = May follow later
materials-asking = Seeing which papers the platform has already
materials-not-asked = The platform cannot be asked now which papers it has; please give them here
stage-papers-found = The platform looks for them
stage-papers-rest = You give the others
held-paper = { $title } ({ $office }, { $day })
give-licence = Use the electronic licence
give-earlier = Use the earlier one
give-pledge = Pledge instead
give-pledge-note = See first what you pledge
give-later = Not with me
give-later-note = { $days ->
    [one] Apply now, give it within 1 working day
   *[other] Apply now, give it within { $days } working days
}
give-scan = Scan it here
give-scan-note = On the scanner
give-scan-not = The scanner does not work now
give-phone = Send it by phone
give-phone-note = Scan a code with it
give-phone-not = No network now
give-phone-practice = Not while you practise
give-photo = Take it here
give-photo-note = Look at the camera
give-photo-not = The camera does not work now
pledge-offer = Choose how
pledge-offer-note = Give the proof, or make a pledge instead
pledge-offer-title = { $paper }: you may leave it out
pledge-offer-lead = You make a pledge in its place. Two ways, and you choose.
pledge-line-proves = What you need not give
pledge-line-promise = What you pledge
pledge-line-check = How it is checked later
pledge-line-false = If it is not true
pledge-line-repair = How trust comes back
pledge-line-withdraw = If you change your mind
pledge-withdraw-submitted = Until you submit you can take the pledge back and give the proof.
pledge-withdraw-decided = Until { $authority } decides you can take the pledge back and give the proof: call { $phone }.
pledge-offer-next = If you pledge, the next page has the full text: { $name } (version { $version })
pledge-give-pledge = I pledge
pledge-give-pledge-note = Without: { $paper }
pledge-give-proof = I give the proof
pledge-give-proof-note = Scan it or send it by phone
pledge-in-person = Only in person
pledge-barred-record = A pledge of yours was not true; not before that is repaired
pledge-barred-withdrawn = You took a pledge back this year; this year please give the proof
pledge-barred-other = The department says that you cannot pledge now; please give the proof
pledge-version = Please read the full text. Version { $version }.
pledge-take-back = Take the pledge back and give the proof
pledge-action = I pledge
pledge-action-note = In place of: { $paper }
declare-later = I do not have this with me: { $paper }. I give it within { $days } working days after they take this in. If I do not, { $late }.
scan-place = { $paper }: place page { $number }
scan-place-1 = The scanner is { $place }. Open its lid
scan-place-2 = Print side down, flat, at the corner of the glass
scan-place-3 = Close the lid and press “Scan”
scan-place-here = Here
scan-begin = Scan
scan-begin-note = The paper is in place
scan-feeder = A stack, through the feeder
scan-feeder-note = All pages in one go
scan-running = Scanning
scan-running-lead = Please do not move the paper or open the lid
stage-placed = The paper is in place
stage-scanning = The scanner is scanning
stage-looked-at = See whether it is sharp
scan-failed = That scan did not work
scan-page = Scanned page { $number } of { $count }
scan-look = Can you read all of it?
scan-sharp = It looks sharp to the machine; please look too
scan-blurred = A little blurred; better scan it again
scan-blank = It looks empty; is it upside down?
scan-turn = Turn it
scan-edge-top = Wider at the top
scan-edge-right = Wider at its right edge
scan-edge-bottom = Wider at the bottom
scan-edge-left = Wider at its left edge
scan-again = Scan again
scan-again-note = Not this one
scan-more = Another page
scan-more-note = Scan the next
scan-use = Readable, use it
scan-use-note = { $count ->
    [one] 1 page
   *[other] { $count } pages
}
phone-opening = Preparing to take papers from your phone
stage-relay-opened = A code to scan
stage-phone-scans = You scan it with your phone
stage-phone-sends = It sends what you photograph
phone-title = By phone: { $paper }
phone-scan = Scan this code with your phone; a page opens, take the pictures there
phone-digits = Does your phone show these four digits? If not, send nothing
phone-private = Only this machine can see the pictures. The code ends after ten minutes; the place of the picture is removed.
phone-waiting = Waiting for a phone
phone-claimed = Your phone is connected; take the pictures there
phone-sending = Your phone is sending, { $percent }%
    .speech = Your phone is sending, { $percent } per cent
phone-cut = The network broke off; your phone goes on when it is back
phone-over-cut = The network was gone too long; the phone can send no more
phone-over-done = Your phone says that is all
phone-over-expired = Time is up; the phone can send no more
phone-over-program = Something went wrong here; the phone can send no more
phone-received = { $count ->
    [one] 1 picture received
   *[other] { $count } pictures received
}
phone-doubtful = Picture { $number } is a little blurred, or empty. Delete it on your phone and take it again, or use it as it is.
phone-refused-not-a-picture = That was no picture; it was not taken
phone-refused-too-large = That was too large; it was not taken
phone-refused-too-many-pages = That had too many pages; it was not taken
phone-refused-damaged = That was damaged; it was not taken
phone-refused-encrypted = That has a password; it was not taken
phone-refused-font-missing = That lacks a font; please send a picture of it
phone-refused-full = There is no room for more; it was not taken
phone-nothing-yet = Nothing received yet
phone-one-is-enough = One picture is enough to go on
phone-use = { $count ->
    [one] Use this picture
   *[other] Use these { $count } pictures
}
phone-again = Another code
phone-not = The phone cannot be used now
photo-title = Bring your face into the ring and look at the camera
photo-failed = The camera cannot be used now
photo-take = Take the photo
photo-taking = Taking it
photo-not-yet = Not yet
photo-other-way = Not here
photo-look = Is this one all right?
photo-picture = The photo just taken
photo-size = For a document, 26 × 32 mm
    .speech = For a document, 26 by 32 millimetres
photo-use = Use this one
photo-again = Take it again
stage-papers-kept = Your papers are here
stage-glass = A look at the scanner
glass-looking = Seeing whether a paper was left on the scanner
glass-left = There seems to be a paper on the scanner
glass-left-lead = The scanner is { $place }. Open its lid, look, and take your original with you.
glass-take = The original is here
glass-taken = I looked, continue
fault-safe-pages = The pages scanned before are still here; all is cleared when you leave
farewell-glass-check = Open the scanner's lid: did you take all your originals?

## Form and check
source-card = From your ID card
source-card-incomplete = From your ID card, which does not hold all of it: please complete it
source-card-no-glyph = From your ID card; one of its characters cannot be shown here
form-dispute = Change { $what }
source-register = From { $office }, { DATE($day) }
source-disputed = You say { $office } has it wrong; what you typed counts
form-register-wrong = On record wrongly: change { $what }
dispute-passed-on = You say { $office } has it wrong: passed on with the application to be checked. Here what you typed counts.
dispute-with-case = You say { $office } has it wrong: this goes with the application to be checked. Here what you typed counts.
dispute-refused = You say { $office } has it wrong: that could not be passed on, please call. Here what you typed counts.
wrong-name = “{ $what }” has no letters yet: please write it in full
name-of-one = { $what }: only “{ $name }”. Is that the whole name?
name-of-none = { $what }: left empty. Is that right?
name-is-right = Yes, that is right
name-of-card = { $what } from the ID card
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
review-lead = If something is wrong, press Change beside it.
    .speech = If something is wrong, choose Change for it.
review-empty = Not filled in
review-for = For whom
review-helper = Helper
review-companion = Helped by
companion-not-named = someone at the side, not named
review-relation = Relation

## Declaration and submission
declare-title = Please read this before you submit
declare-lead = By pressing “I declare and submit” you declare:
declare-helper = { $name } declares this as the helper.
    .speech = The helper declares this.
declare-offline = No network now: your application is saved on this machine, encrypted, and sent when the network is back.
declare-lead-sign = By pressing “I declare” you declare this. Then please sign.
declare-sign-note = Next you sign, and that submits it
sign-title = Please sign your name in the box
sign-lead = Write large, with a finger.
sign-lead-helper = You act for someone else: sign your own name. Write large, with a finger.
sign-full = The box is full. Please undo a stroke, or start again.
sign-what = You sign the declaration: { $item }
sign-pad = Box for your signature, to write in with a finger
sign-line = Write on the line
sign-once = For this application only
sign-not-yet = Not signed yet
sign-other = I cannot write
sign-other-title = You can declare instead of signing
sign-other-lead = By pressing “I declare and submit” you declare this in person. It counts as much as a signature.
sign-other-person = Family or someone you trust can also do this for you, with the ID cards of both.
sign-other-ways = You can also leave and take your ID card to { $authority }, where staff help you. Nothing you entered stays here when you leave.
submit-title = Submitting
submit-lead = Please stay here; it usually takes a few seconds.
stage-keep = Encrypt it and save it on this machine
stage-send = Send it to { $authority }
stage-number = Received by { $authority }, which gives a case number

## Results
ending-handed-over-title = Sent to { $authority }
ending-handed-over-lead = It has arrived at { $authority } and has a case number.
ending-kept-title = Saved on this machine, not yet sent to { $authority }
ending-kept-lead = This machine sends it when the network is back; time counts only after { $authority } has it.
ending-refused-title = The application was not accepted by { $authority }
ending-refused-lead = It is still stored on this machine; nothing was lost or sent. Please call and ask why.
ending-missing-title = { $count ->
    [one] Sent to { $authority }, 1 paper to follow
   *[other] Sent to { $authority }, { $count } papers to follow
}
ending-missing-lead = The review begins now; give what is missing later.
ending-parts-missing = All { $count } were sent, each with a paper to follow
parts-missing = { $count } sent, with a paper to follow
part-missing = { $count ->
    [one] Sent to { $authority }, 1 paper to follow
   *[other] Sent to { $authority }, { $count } papers to follow
}
part-missing-note = To follow: { $papers }. At any machine like this, within { $days } working days after { $authority } took it in. Questions: { $phone }.
slip-missing = Sent to { $authority }; papers to follow
missing-paper = { $paper } ({ $forms })
missing-now = Still missing
missing-then = Still to give, once it was sent
missing-label = Missing
missing-last-day = Last day
missing-until = Within { $days } working days after { $authority } took it in
missing-late = If it comes later: { $late }.
missing-late-label = If later
missing-where = Where to give it, as you like
missing-where-label = Where
missing-at-a-terminal = At any machine like this: touch “My applications” and scan the code on the slip
missing-at-a-window = At a window of { $authority }: call { $phone } before you go
form-original = original
form-copy = copy
form-electronic = electronic
list-or = { $one } or { $other }
ending-waiting-title = Saved on this machine, not sent to { $authority } yet
ending-waiting-lead = Nothing is taken in now by { $authority }; this machine sends it after { MOMENT($at) }.
ending-parts-handed-over = All { $count } were sent
ending-parts-kept = All { $count } are saved on this machine, not sent yet
ending-parts-waiting = All { $count } are saved on this machine, not sent yet
ending-parts-refused = None of the { $count } was accepted
ending-parts-mixed = { $count } services, { $kinds } results
ending-parts-each = The result of each is on this page, and on the slip.
parts-handed-over = { $count } sent
parts-kept = { $count } saved on this machine
parts-waiting = { $count } sent when the office opens
parts-refused = { $count } not accepted
list-of-two = { $one }, { $other }
sentence = { $words }.
part-handed-over = Sent to { $authority }
part-handed-over-note = The case number is on the slip. The time to answer counts from acceptance.
part-kept = Saved on this machine, not sent to { $authority } yet
part-kept-note = The machine sends it when the network is back. Until then only this machine has it.
part-waiting = Saved on this machine, not sent to { $authority } yet
part-waiting-note = Nothing is taken in now by { $authority }; the machine sends it after { MOMENT($at) }.
part-refused = Not accepted by { $authority }
part-refused-note = It is still stored on this machine. Please call { $phone } and say your slip number.
stage-asks-you = Please call { $authority }; apply again when the reason is clear
next-refused = Call { $phone } to ask why, and say your slip number. The application is still on this machine.
ending-nothing-title = Not done, and nothing was saved
ending-unconfirmed-title = Not yet certain whether it was saved
ending-unconfirmed-lead = Saving your application took too long and there is no result yet. If it was saved after all, it will be sent by itself.
ending-nothing-lead = The machine could not save your application safely, so it was neither saved nor sent.
slip-number-label = Slip number
slip-number-keep = Slip number (for the progress; please keep it)
slip-number-qr = Scan it to keep the slip number on your phone. The case number is on the slip.
slip-number-qr-kept = Scan it to keep the slip number on your phone.
case-number-label = Case number
case-number-not-yet = Not yet; given when { $authority } has it
kept-at = Saved on this machine at
moment = { MOMENT($at) }
day = { DATE($on) }
stage-asked = Question sent to { $authority }
stage-awaited = Waiting for the answer of { $authority }
stage-shown = You see it here
stage-code-asked = Ask the authority to send a code
stage-code-sent = A message comes to your phone
stage-code-typed = You type the code here
stage-sent = Sent to { $authority }
stage-kept = Your application was saved on this machine
stage-sends-itself = When the network is back, this machine sends it to { $authority }
stage-result = Worked on by { $authority }, which gives the result
stage-you-get = How the result reaches you
next-title = What happens next
next-handed-over = See the progress at any machine; questions: { $phone }
next-only-here = Until it is sent, only this machine has your application
next-ask-later = From noon tomorrow look up the slip number at any machine; if it is not found, call { $phone } and say machine { $terminal }
paper-printing = Printing the slip
paper-printing-note = Please wait for it, then touch “I have it, end”
paper-out = The slip is out. Please take it
paper-out-note = The slot is { $place }
paper-did-not = The slip did not come out
paper-did-not-note = There is no paper in the slot ({ $place })
paper-unconfirmed = It is not certain that the slip came out
paper-unconfirmed-note = Please look at the slot; it is { $place }
paper-note-number = Please photograph or write down the slip number. Your application is not affected.
paper-read-screen = Please read it on the screen or take a photo.
    .speech = Someone you trust can read it on the screen, or take a photo of it.

## Look-ups
lookup-title = What is on record
lookup-asking = Looking it up
lookup-as-of = As of { DATE($day) }
lookup-nothing = The authority has no record of you.
lookup-more = The authority sent more than this machine can show. You can ask by phone: { $phone }.
lookup-not-a-proof = For your own information, not a proof.
lookup-not-available = Not available now
identify-phone = Use my phone’s ID code
identify-phone-note = No card needed
phone-code-title = Show your phone’s ID code
phone-code-lead = The scanner is { $place }. Hold the phone’s screen to it.
phone-code-why = The code expires soon and works once. Only name and number are read, for this service.
phone-code-waiting = Waiting for the ID code
phone-code-goes-on = Waiting for the code
phone-code-asking = The platform is checking it
phone-code-read = The ID code was read
phone-code-from-platform = The platform gave name and number for this code. This machine does not keep the code.
phone-code-unknown = Expired or used. Refresh the code, show it again
phone-code-other = This is not an ID code
phone-code-link = A link or payment code; it was not opened
phone-code-by-card = Use the ID card
practice-phone-code = Practise: hold an invented ID code
way-title = How would you like to look?
way-slip = By slip number
way-slip-note = Shows the stage only, no name and no service
way-card = By ID card
way-card-note = Needs a code sent to your phone too
slip-entry-title = Enter the slip number
slip-entry-lead = The largest line on the slip, letters and digits.
slip-entry-hint = Such as WT02-0001-ABCD-E; leave out the dashes
    .speech = Leave out the dashes
slip-entry-shows = After five wrong numbers this visit ends.
slip-entry-title-scan = Scan or enter the slip number
slip-entry-lead-scan = The scanner is { $place }. Hold the slip’s square code there, or type the slip’s largest line.
slip-code-other = Not a slip’s code. Hold up the slip’s square code, or type the number.
slip-code-link = This is a link or payment code, not a slip’s code. It was not opened.
slip-code-too-long = Too long for a slip’s code. Hold up the slip’s square code.
slip-code-several = These are several lines or codes. Hold up the slip’s square code alone.
scanner-out = Scanning does not work now: { $what }. Typing does the same. To report it call { $phone } and say { $say }.
slip-mistyped = One character is wrong; please compare it with the slip.
slip-unknown = There is no such number. If you applied just now it may still be on its way; please look again tomorrow.
progress-title = Progress
progress-lead = { $count ->
    [one] One case found
   *[other] { $count } cases found
}
progress-none = No cases of yours were found
progress-matter = Service
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

## Progress: several services, what is missing, what can be done
progress-all = All
progress-row = { $office } · { MOMENT($at) }
    .speech = { $office }, { MOMENT($at) }
progress-several = { $name } and others ({ $count })
progress-this = This service
progress-part = Number { $number }
progress-others = Sent together
progress-open = Open
progress-state-of = { $name }: { $state }
progress-missing-of = { $count ->
    [one] { $name }: one thing is missing
   *[other] { $name }: { $count } things are missing
  }
progress-of-parts = Of { $count }: { $parts }.
progress-count-missing = { $count } waiting for you
progress-count-refused = { $count } refused
progress-count-going = { $count } under way
progress-count-done = { $count } finished
progress-count-withdrawn = { $count } withdrawn
progress-missing-all = { $count ->
    [one] Only this is missing
   *[other] Only these { $count } are missing
  }
progress-paper-why = { $paper }: { $why }
progress-deadline = Hand in by
progress-correct-elsewhere = This machine cannot take it. To learn how, call { $phone }.
progress-expired-of = { $name }: the day to give papers is over, and it ended
progress-expired-lead = The last day was { $day }. To go on, please apply again.
progress-nothing-missing = There is nothing to give now.
progress-office = Office
progress-transferred = Passed on to
progress-promised = Promised by
progress-delivery = How you get the result
progress-pick-up = Where
progress-urged = You asked to hurry
progress-said = { $office } says: { $words }
progress-clock = Since { MOMENT($at) }, the days do not count for { $office }.
progress-timeline = How far it is
progress-answer = Answer
progress-by = by { DATE($day) }
progress-by-slip = The slip number shows only this. To see which service it is and what you can do, or to print a certificate, look it up by ID card.
progress-proofs = My certificates: { $count }
progress-proofs-title = Certificates you can print
progress-proofs-lead = Where a copy was printed before, another needs a reason.
progress-proof-row = Issued on { DATE($issued) }, printed { $until }
progress-proof-printed =
    { $count ->
        [one] Printed once
       *[other] Printed { $count } times
    }
progress-proof-new = Not printed yet
progress-proof-elsewhere = This kind is not printed here; please ask the office that issued it
progress-print = Print the certificate
progress-reprint = Print another copy
progress-proofs-unknown = Your certificates cannot be looked up now. To print one, please try again later
progress-urge = Ask to hurry
progress-amend = Change it
progress-withdraw = Withdraw
progress-rate-case = Rate this
progress-correct = Hand it in now
progress-pay = Pay now
progress-correct-note = { $count ->
    [one] One thing
   *[other] { $count } things, one by one
  }
progress-withdraw-title = Withdraw “{ $name }”?
progress-withdraw-lead = After that, { $office } works on it no longer. To have it done, you would have to apply again.
progress-withdraw-only = Only this one is withdrawn; the others sent with it go on.
progress-withdraw-now = Yes, withdraw
delivery-window = At the counter
delivery-post = By post
delivery-locker = From a locker
delivery-terminal = Printed on a machine like this
delivery-phone = Sent to your phone
act-withdraw = The withdrawal
act-urge = Your request to hurry
act-amend = The changed application
act-supplement = What was missing
ending-follow-handed-over-title = { $what }: sent to { $authority }
ending-follow-kept-title = { $what }: saved on this machine, not yet sent to { $authority }
ending-follow-refused-title = { $what }: not accepted by { $authority }
ending-follow-refused-lead = It may be decided, ended, or have this already. Please look it up by the first slip number, or call { $authority }.
follow-withdraw-lead = It has arrived at { $authority }; nothing more is done about it.
follow-urge-lead = It has arrived at { $authority }, which has noted that you asked.
follow-amend-lead = It has arrived at { $authority } and takes the place of the earlier one.
follow-supplement-lead = It has arrived at { $authority }; they go on with it.
ending-follow-kept-lead = This machine sends it when the network is back; it counts only after { $authority } has it.
slip-follow-handed-over = { $what }: sent to { $authority }
slip-follow-kept = { $what }: saved on this machine, not sent yet to { $authority }

## Rating
rate-title = How was the service of { $authority }? (You may skip this.)
rate-thanks = Thank you for your rating.
rate-5 = Very good
rate-4 = Good
rate-3 = Fair
rate-2 = Poor
rate-1 = Very poor
rate-skip = No rating
rate-reason-title = What was not good?
rate-reason-lead = Choose one or more; the authority is told.
rate-reason-note = Your rating does not affect your application.
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
farewell-handed-over = Your application was sent to { $authority }. Its number is on the slip. This screen is now cleared.
farewell-handed-over-no-slip = Your application was sent to { $authority }. It is not certain that you have a slip: please note the number. This screen is now cleared.
farewell-kept = Your application is saved on this machine, not sent yet; it is sent to { $authority } when the network is back. Its number is on the slip. This screen is now cleared.
farewell-kept-no-slip = Your application is saved on this machine, not sent yet; it is sent to { $authority } when the network is back. It is not certain that you have a slip: please note the number. This screen is now cleared.
farewell-looked-up = You have seen what is on record. Nothing stays here.
farewell-document-came-out = One copy was printed. Only that is noted here; the certificate is cleared.
farewell-document-did-not = The certificate was not printed, and none stays here.
farewell-document-unconfirmed = It is not certain that the certificate came out; please look at the slot. None stays here.
farewell-document-check = Please make sure you have all printed pages
farewell-left = You left: nothing was done, and nothing stays here.
farewell-timed-out = Nothing was touched for a long time, so this visit has ended: nothing was done, and nothing stays here.
farewell-nothing-kept = It was not done, and nothing was saved.
farewell-unconfirmed = It is not certain yet whether your application was saved. Please ask by phone before you apply again.
farewell-card-left = Your card is still on the reader, please take it
farewell-card-taken = The card was taken
farewell-card-check = Please make sure you have your card
farewell-slip-left = Please take the slip
farewell-slip-taken = The slip was taken
countdown-title = Are you still there?
countdown-more = I need more time
countdown-leave = End and clear
trouble-kept = Your application is saved and safe. Please note the slip number.
trouble-unconfirmed = It is not certain yet whether your application was saved. Please ask by phone before you apply again.
trouble-nothing-kept = This was not done, and your data is cleared. Please start again or use another machine.
trouble-id-reader-lift-and-retry = Not read. Please lift the card and place it flat again
trouble-id-reader-wrong-card = This is not an ID card. Please use a resident card or permit
trouble-id-reader-card-rejected = The reader does not accept this card. Please lift it and try again
trouble-id-reader-no-answer = The card reader does not answer
trouble-id-reader-self-test-failed = The card reader failed its self-test
trouble-id-reader-not-authorised = The card reader is not authorised to read cards
trouble-id-reader-broken = The card reader is broken
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
    .speech = This is another person's card; the card of the person before is expected here
trouble-receipt-printer-paper-out = The slip paper is used up
trouble-receipt-printer-cover-open = The printer's cover is open
trouble-receipt-printer-cutter = The paper cutter is stuck
trouble-receipt-printer-offline = The printer is not ready
trouble-receipt-printer-head-hot = The print head is too hot and is cooling down
trouble-receipt-printer-jam = Paper is jammed at the slot
trouble-receipt-printer-no-answer = The printer does not answer
trouble-receipt-printer-unrecoverable = The printer is broken
trouble-code-scanner-incomplete = The code was not read to its end. Take it away and hold it there again
trouble-code-scanner-no-answer = The code scanner does not answer
trouble-code-scanner-refused = The code scanner is not set up correctly
trouble-document-scanner-no-paper = There is no paper in the scanner's feeder
trouble-document-scanner-jam = Paper is jammed in the scanner's feeder
trouble-document-scanner-multipick = The scanner drew in two sheets at once
trouble-document-scanner-cover-open = The cover of the scanner's feeder is open
trouble-document-scanner-busy = The scanner is still busy
trouble-document-scanner-cut-picture = The scanned page came incomplete and was not taken
trouble-document-scanner-unfinished = The scanner was not finished in time
trouble-document-scanner-aborted = The scanner gave up before the end
trouble-document-scanner-cancelled = The scan was stopped
trouble-document-scanner-no-answer = The scanner does not answer
trouble-document-scanner-io-error = The scanner could not scan the page
trouble-document-scanner-stopped = The scanner has stopped and is not ready
trouble-document-scanner-refused = The scanner refuses to begin
trouble-document-scanner-not-supported = The scanner cannot scan pages in this way
trouble-document-scanner-too-large = The scanned pages are too large to be taken
trouble-document-scanner-other-service = Something other than the scanner answers
trouble-page-not-a-picture = The scanner gave no picture; it was not used
trouble-page-too-large = The picture of this page is too large; it was not used
trouble-page-damaged = The picture of this page is damaged; it was not used
trouble-page-no-answer = The machine could not look at this page; it was not used
trouble-page-full = There is no room for more or larger pages
trouble-camera-frozen = The camera does not respond
trouble-camera-no-answer = The camera does not answer
trouble-camera-dropped = The camera's picture broke off
trouble-camera-cut-frames = The camera's pictures come incomplete
trouble-camera-garbled = The camera sends nothing that can be shown
trouble-camera-too-large = The camera sends more than can be taken
trouble-camera-refused = The camera does not give its picture
trouble-camera-busy = The camera is in use elsewhere
trouble-camera-other-service = Something other than the camera answers
trouble-camera-not-judged = The camera's picture cannot be checked
masked-spoken = not read aloud
item-words-fallback = Some words on this page are not available in English yet and are shown in Chinese.
trouble-card-too-young = The applicant is not yet { $years }, so the application cannot be made now

## Slip
rehearsal-mark = Rehearsal, not real
slip-applicant = Applicant
slip-terminal = Machine
slip-duty = Duty phone
slip-as-of = As of
slip-handed-over = Sent to { $authority }
slip-kept = Saved on this machine, not sent yet to { $authority }
slip-if-not-found = If this number is not found after noon tomorrow, call the duty phone.
slip-fades = Thermal paper fades: take a photo.
trouble-receipt-printer-no-font = The printer lacks the characters for a slip
trouble-receipt-printer-unconfirmed = It is not certain that the slip came out
trouble-document-printer-paper-out = The A4 paper is used up
trouble-document-printer-wrong-paper = The printer holds paper that is not A4
trouble-document-printer-jam = Paper is jammed in the A4 printer
trouble-document-printer-cover-open = The A4 printer's cover is open
trouble-document-printer-toner-empty = The A4 printer is out of toner
trouble-document-printer-output-full = The A4 printer's output tray is full
trouble-document-printer-tray-missing = The A4 printer's paper tray is missing
trouble-document-printer-needs-service = The A4 printer needs service before it can print
trouble-document-printer-stopped = The A4 printer has stopped and is not ready
trouble-document-printer-busy = The A4 printer is printing something else
trouble-document-printer-refused = The A4 printer refuses this document
trouble-document-printer-no-pdf = The A4 printer cannot print this kind of document
trouble-document-printer-other-service = Something other than the A4 printer answers
trouble-document-printer-no-answer = The A4 printer does not answer
trouble-document-printer-cancelled = The print was cancelled at the printer
trouble-document-printer-aborted = The A4 printer gave up before the end
trouble-document-printer-job-lost = The A4 printer no longer has this document
trouble-document-printer-incomplete = The A4 printer printed fewer pages than there are
trouble-document-printer-unfinished = The A4 printer was not finished in time
trouble-document-printer-old-job = An earlier document still waits in the A4 printer
trouble-document-printer-unconfirmed = It is not certain that the document came out
trouble-platform-offline = There is no network
trouble-platform-slow = The authority’s system did not answer in time
trouble-platform-not-the-platform = A network sign-in page blocks the connection
trouble-platform-busy = The authority’s system is too busy
trouble-platform-identity = The authority’s system does not accept this machine
trouble-platform-refused = The authority’s system refuses this
trouble-platform-broken = The authority’s system failed
trouble-platform-no-registered-phone = The authority has no phone number of yours on record, so you cannot be verified here
trouble-platform-too-many-tries = Too many wrong codes; no more tries this time
trouble-platform-code-spent = This code was used already, or is too old
trouble-platform-too-many-codes = Too many codes were sent; no more can be sent now
trouble-platform-other-person = The answer was about someone else; it was not used
trouble-platform-mandate-revoked = The authorisation was withdrawn; the authority did not take it
trouble-platform-mandate-invalid = The authority finds no right to act here; it did not take it
trouble-platform-reprint-over = The last day to print this certificate again is over
trouble-mandate-revoked = This authorisation was withdrawn
trouble-mandate-expired = This authorisation has ended
trouble-mandate-of-age = Your ward has come of age and applies in person
trouble-mandate-out-of-scope = This authorisation does not include this service
trouble-mandate-living = No death of this relative is registered yet
trouble-mandate-none = On record there is no one whom you may do this for
trouble-keep-disk-full = The machine is full and could not save your application
trouble-keep-store-damaged = The machine’s store is damaged and could not save your application
trouble-keep-disk-error = The machine’s disk failed and could not save your application
trouble-keep-store-replaced = The machine’s store was removed or replaced, so your application was not saved
trouble-keep-clock-impossible = The machine’s clock is wrong, so your application could not be saved
trouble-terminal-no-catalogue = The list of services has not arrived yet
trouble-keep-program = The machine’s program failed and could not save your application
trouble-keep-unconfirmed = Nobody can confirm yet whether your application was saved
trouble-terminal-program = The machine’s program failed and is recovering by itself
trouble-terminal-start = The machine could not start; staff have to look at it
trouble-terminal-outbox = The machine cannot save applications safely now, so it takes none
trouble-terminal-clock = The machine’s clock is wrong, so it takes no applications now
trouble-outbox-store-damaged = Staff: the machine’s store was damaged and must be checked
trouble-outbox-store-missing = Staff: the machine’s earlier store is missing and must be looked for
trouble-outbox-store-replaced = Staff: the machine’s store was removed or replaced
store-to-check = { $what } (code { $code })
trouble-program-error = Something went wrong with this machine
trouble-unknown = A part of this machine does not work
fault-safe = What you did
fault-do = What to do
fault-say = Say on the phone
fault-safe-nothing = Nothing was submitted, and nothing stays here
fault-safe-before = What was saved before is safe
fault-safe-checked = Keep your slip: staff check what was saved before
fault-safe-unconfirmed = If it was saved, it is sent by itself and not lost
fault-safe-kept = Your application is saved and safe
fault-safe-cleared = Your data is cleared
fault-do-lift = Lift the card and place it flat again
fault-do-id-card = Lift this card and place an ID card flat on the reader
fault-do-other-card = Lift this card and place the other person’s card
fault-do-again = Press “Try again”; if that does not help, come back later
fault-do-continue = Press “Continue” once more; if that does not help, come back later
fault-do-new-code = Press “Try again” for a new code
fault-do-later = Come back later
fault-do-elsewhere = Use another machine or a staffed counter, or call the duty phone
fault-do-counter = Go to a staffed counter with your card
fault-do-renew = Renew your card at the police station first
fault-do-ask = Note the time and this machine’s number, and call to ask whether it arrived; do not apply again yet
fault-do-that-card = For the person read before, press Continue; for someone else, leave and start again
fault-do-leave = Press “Leave”
fault-do-by-card = Press “Use the ID card”, or use another machine
fault-do-code-again = Refresh the code on your phone and hold it there again, or use the ID card
fault-do-again-code = Take the code away and hold it there again, or type it
fault-do-without-scanner = Type it instead of scanning
fault-do-feed = Straighten the sheets, put them into the feeder and press “Try again”
fault-do-close-cover = Close the scanner’s cover and press “Try again”
fault-do-fewer = Leave out pages that are not needed, or give it another way
fault-do-by-hand = Fill it in yourself, which is just as good; or press “Try again”
fault-do-new-mandate = Ask them to authorise you again and come back; or they come in person
fault-do-in-person = Ask them to come in person with their ID card
fault-do-wider-mandate = Ask them to add this service to the authorisation, and come back
fault-do-register-death = First have the death registered with the police or the hospital
staff-end = Staff: end this visit
staff-end-note = For staff only; no data is shown
staff-end-title = End this visit?
staff-end-lead = What was filled in is cleared at once, and nothing is shown.
staff-end-kept = The application is saved and safe; the number on the screen disappears at once.
staff-end-under-way = Something is still under way (saving or printing). It is finished in the background and reported; the screen is cleared at once.
staff-end-now = End now

## Practice

practice-mark = Practice: invented people, nothing is submitted
attract-practice = Practise first
attract-practice-note = No card needed; nothing is submitted
practice-card = Use the practice card
practice-card-why = In practice nothing on a card is read: place any card to try the gesture, or press “Use the practice card”.
practice-code = Practice: any six digits will do
practice-slip = Practice: any characters will do
practice-ending-title = Practice ends here; nothing was submitted
practice-ending-lead = In a real visit this page tells where your application is.
practice-number-label = Practice number (not valid)
practice-ending-number = The real slip number stands here: take a photo or keep the slip.
    .speech = In a real visit the slip number is read out at this point; keep the slip.
practice-ending-real = To apply for real, go back to the first page and start.
farewell-practice = Practice is over. Nothing was submitted, and nothing stays here.

## Voice and keys
attract-start-voice = Read to me
attract-start-larger = Larger text
attract-start-low = Lower buttons
voice-number = { $label }: { $number }
voice-number-again = Once more: { $number }
voice-chosen = chosen
voice-choices = { $count } to choose from
voice-choice = Number { $number }
voice-resting = cannot be chosen now
voice-how = Press 2 or 8, or the arrows, to look around, 5 or Enter to choose, 0 for help, star to hear it again, hash to go back
voice-how-more = Press 1 for softer, 3 for louder, 7 for another speed, 9 to turn the screen off or on
voice-field = Type the digits; star deletes one, hash or Enter goes on
voice-date = Type four digits for the year, two for the month and two for the day; star deletes one, hash or Enter goes on
voice-chinese = Type pinyin and then the digit of the word you hear; space takes the first, page down reads on; star deletes one, hash or Enter goes on
voice-hidden = { $count } entered, not read out
voice-deleted = One deleted
voice-empty = empty
voice-quicker = Speed
voice-faster = Faster
voice-slower = Slower
voice-fastest = This is the fastest
voice-slowest = This is the slowest
voice-louder = Louder
voice-softer = Softer
voice-loudest = This is the loudest
voice-softest = This is the softest
voice-blank = The screen is off; nobody can look at it
voice-unblank = The screen is on

## Certificates
step-certificate = Certificate
document-asking = Fetching your certificate
stage-seal-checked = Check its electronic seal
document-title = Your certificate: { $name }
document-page = Page { $number } of { $count } of the certificate
document-facts =
    { $count ->
        [one] One A4 page
       *[other] { $count } A4 pages
    }
    .speech =
        { $count ->
            [one] One page of paper
           *[other] { $count } pages of paper
        }
document-seal-valid = Its electronic seal was checked and is valid
action-show-names = Show name and number
action-cover = Cover name and number
show-names-note = For ten seconds
action-large = Enlarge
action-seen = I have seen it
action-seen-note = Back to printing
document-large = Enlarged
document-turn = See page { $number }
document-print = Print
document-print-note = On paper with the full name and number
document-print-again = Print another copy
document-print-again-note = One was printed; another needs a reason
document-print-not = Cannot print now
document-phone = To your phone
document-phone-note = Scan a code for the electronic copy
document-phone-not = Not without a network
document-phone-title = Scan the code for the electronic copy
document-phone-scan = Point your phone’s camera at this code; it opens the download
document-phone-once = The code is good for ten minutes and one use
document-phone-yours = Whoever scans it can download the certificate: keep others from scanning it
document-phone-new = Another code
document-no-more = No more, end
document-not-kept = This machine keeps no certificate
document-none = No such certificate of yours was found
document-none-lead = No certificate for you is held by { $authority }; please call { $phone }.
document-print-elsewhere = This machine cannot print now. Other machines can, { $until }
document-goes-on = Continue
document-goes-on-note = Your slip number comes next
document-making = Your certificate is being made
document-making-lead = The fee was received, and { $authority } is making your certificate.
document-making-anywhere = You need not wait here: any machine like this prints it when it is ready
document-making-person = It is given to you alone: bring your ID card, and print it where you see the progress
document-ask = Questions: { $phone }
document-look-again = See if it is ready
document-not-now = Your certificate cannot be fetched now
document-safe-paid = Your application is sent and the fee is paid; do not pay again
document-do-later = Try again, or come back with your ID card to print it
document-later = Take the slip first
document-later-note = Print it later at any machine like this, with your ID card
proof-label = Certificate
proof-until = until { $day }
proof-any-day = at any time
proof-after-payment = The certificate is printed once the fee is paid: with your ID card, at any machine like this
proof-refused = The certificate that came cannot be used and was not given to you. Please call { $phone }
proof-to-come = You do not have the certificate yet. See the progress with your ID card at any machine like this, and print it there
proof-printed =
    { $count ->
        [one] One copy of the certificate was printed here.
       *[other] { $count } copies of the certificate were printed here.
    } Any machine like this prints another for a reason, with your ID card, { $until }
proof-unsure = It is not certain that the certificate came out. Any machine like this prints another for a reason, with your ID card, { $until }
proof-not-printed = The certificate was not printed here. Any machine like this prints it with your ID card, { $until }
document-refused = This certificate cannot be used and is not shown
document-reason = Why do you need another copy?
document-reason-lead = One copy was printed, or it is not certain whether it came out.
copy-not-out = The last one did not come out
copy-damaged = The last one is damaged or cannot be read
copy-lost = The last one is lost
copy-another = Another office wants one
document-not-permitted = This certificate cannot be printed now
document-printing = Printing
document-printing-lead = Please wait for the paper; the machine prints one copy only.
stage-permitted = The issuing office permits the copy
stage-on-paper = Print it on A4 paper
    .speech = Print it on paper
stage-take-paper = You take it
document-out-title = Your certificate is printed
document-out = The certificate is out; please take it
document-out-note = The slot is { $place }; please count the pages
document-not-out-title = The certificate was not printed
document-not-out = The certificate did not come out
document-not-out-note = There is no paper in the slot ({ $place })
document-unsure-title = It is not certain that the certificate came out
document-unsure = It may have come out, or not
document-unsure-note = Please look at the slot; it is { $place }
document-see-again = See it again
fault-safe-not-printed = Nothing was printed, and this machine keeps no certificate
fault-safe-copy-counted = The machine does not print it again by itself; for another copy, go back and say why

trouble-document-unsigned = The certificate has no electronic seal
trouble-document-two-signatures = The certificate has more than one electronic seal
trouble-document-untrusted = The seal is not that of the issuing office
trouble-document-expired = The seal has expired
trouble-document-not-yet-valid = The seal is not valid yet; the machine’s clock may be wrong
trouble-document-changed = The certificate was changed after it was sealed
trouble-document-appended = Something was added to the certificate after it was sealed
trouble-document-not-pdf = What came is no certificate
trouble-document-damaged = The certificate came damaged
trouble-document-encrypted = The certificate came encrypted and cannot be opened
trouble-document-too-large = The certificate is too large
trouble-document-too-many-pages = The certificate has more pages than it may
trouble-document-page-too-large = The certificate’s pages are too large
trouble-document-other-document = Another certificate came than the one asked for
trouble-document-font-missing = The certificate lacks a font and would be printed wrongly
trouble-document-no-answer = Checking the certificate took too long

## Photo: the camera's picture
photo-place = The camera is { $place }
photo-count = { $left } … look at the camera
    .speech = { $left }
photo-do-waiting = The camera is being opened
photo-do-too-dark = Stand where it is lighter
photo-do-too-bright = Turn away from the strong light
photo-do-nobody = Stand before the camera and look at it
photo-do-two = Only you in the picture, please
photo-do-too-far = Come a little closer
photo-do-too-close = Step back a little
photo-do-off-centre = Bring your face into the ring
photo-do-blurred = Keep still, please
photo-do-good = Good, it can be taken
photo-not-too-dark = Too dark
photo-not-too-bright = Too bright
photo-not-nobody = Nobody seen
photo-not-two = Not alone
photo-not-too-far = Face too small
photo-not-too-close = Face too large
photo-not-blurred = A little blurred
photo-check-alone = One person
photo-check-alone-note = Nobody else in the picture
photo-check-large = Face large enough
photo-check-large-note = The distance is right
photo-check-light = Light enough
photo-check-light-note = The face is not dark
photo-check-sharp = Not blurred
photo-check-sharp-note = Keep still
photo-check-not-yet = Not seen yet
photo-note = The machine only looks whether a face is in the ring and clear; it does not know who you are. You see the photo first and can take it again.

# Payment
step-pay = Pay
sum-yuan = { $sum } yuan
list-of-names = { $one }, { $other }
fee-sum = Fee: { $sum }
pay-title = Please pay with your phone
pay-please = To pay
pay-left = { $minutes ->
    [one] A good minute left
   *[other] More than { $minutes } minutes left
}
pay-left-less = Less than a minute left
pay-scan = Scan this code with your phone
pay-app-wechat = WeChat
pay-app-alipay = Alipay
pay-app-unionpay = UnionPay
pay-app-ecny = e-CNY
pay-apps = With { $apps }. Before you pay, check the amount on your phone
pay-apps-short = With { $apps }
pay-apps-any = With any app that pays by scanning. Before you pay, check the amount on your phone
pay-payee = Payee
pay-number = Order
pay-sum = Amount
pay-due = To be paid
pay-waiting = No payment seen yet. This page changes by itself; it is paid when the platform says so.
pay-waiting-short = It is paid when the platform says so.
pay-told-not-yet = The platform says that it has no money yet. If your phone has paid, do not pay again; press “I paid, nothing changed”
pay-told-declined = The payment did not go through, and nothing was paid. You can scan the code on the screen with your phone
pay-told-no-scanner = The scanner cannot be used now. Please scan the code on the screen with your phone
pay-told-not-a-code = That is not a payment code. Open “Pay” on your phone and hold it there again
pay-told-cut = That was too quick to be read. Hold it at the scanner a little longer
pay-ways = Other ways to pay
pay-claimed = I paid, nothing changed
pay-code = Show my code
pay-code-note = The machine scans my phone
pay-code-title = Please show your payment code
pay-code-lead = Open “Pay” on your phone and hold the code at the scanner { $place }
pay-code-wait = Waiting for your payment code
pay-charging = Charging. If your phone asks for the password, please enter it
pay-cash = Pay in cash
pay-cash-note = See where
pay-cash-title = You can pay in cash
pay-cash-kept = Your application was sent; you need not apply again
pay-cash-number = Give your slip number when you pay
pay-cash-go = I pay in cash
pay-scan-again = Scan code
pay-goes-on = Continues once paid
pay-opening = Asking the platform for a code to pay
pay-stage-order = The platform makes the order
pay-platform = the platform
pay-practice = No money in practice
pay-practice-lead = In a real visit you would pay { $sum } here: by phone, or in cash at a counter.
pay-nothing-due = Nothing more to pay
pay-nothing-due-lead = The platform says that there is nothing to pay for this.
pay-later = You cannot pay now, but you can later
pay-later-anywhere = Later, enter your slip number at any machine like this to pay
pay-later-go = Pay later
pay-safe-later = No money was paid, and your application is safe
pay-do-later = Try again, or pay later with your slip number
pay-closing = Closing the code
pay-closing-lead = When it is closed, nobody can pay it any more. Please wait a moment.
pay-unsure = Not certain yet whether you paid
pay-unsure-lead = The platform cannot say for sure yet; the machine keeps asking. Please do not pay again.
pay-unsure-began = The machine has asked the platform
pay-unsure-asked = { $count ->
    [one] Asked once, no certain answer yet
   *[other] Asked { $count } times, no certain answer yet
}
pay-unsure-paying = The platform says: money may be on its way
pay-unsure-again = Asks again every 15 seconds; you need not do anything
pay-unsure-then = As soon as it is certain, this page changes
pay-unsure-then-note = Paid: it goes on. Not paid: you are told that you can pay
pay-unsure-once = Meanwhile this machine does not let you pay a second time
pay-unsure-kept = Your application is safe, even if the power fails
pay-unsure-call = To ask someone, call { $phone } and give the order number
pay-unsure-go = I take the slip and go
pay-unsure-go-note = The machine keeps asking. Later, enter your slip number at any machine
pay-unsure-asking = Asking the platform
pay-closed = The code has expired. Would you like another?
pay-closed-lead = The platform says that nobody paid with that code, and nobody can any more.
pay-renew = Get another code
pay-renew-note = Scan it with your phone to pay
pay-paid = Paid: { $sum }
pay-paid-lead = The platform has confirmed it.
pay-paid-next = The platform has confirmed it. Another office has a fee too; you pay one after the other.
pay-next = Pay the next one
pay-receipt = Scan this code with your phone for the electronic receipt
pay-extra = What was paid too much goes back by itself; you need not do anything
pay-refund-asked = The office is looking at the refund that you asked for
pay-refund-declined = The office did not agree to the refund. To ask why, call the enquiry number
pay-returned = This money was given back
pay-returned-lead = The office has given it back to you, the same way as it came.
pay-returned-late = The money came after the code was closed, so it goes back the same way. The fee has not been paid.
pay-returned-when = When it arrives depends on your bank or app
pay-other-sum = The amounts differ. Please do not pay yet
pay-other-item = This service states
pay-other-platform = The platform says
pay-safe-sum = Your application is safe; you need not apply again
pay-do-sum = Do not pay, or pay again; call and give the order number first
farewell-paid = The fee is paid, and the platform has confirmed it.
money-paid = The fee is paid, and the platform has confirmed it
money-unpaid = Not paid yet: { $sum }. Enter your slip number at any machine like this to pay
money-unsure = Not certain whether { $sum } was paid. The machine keeps asking; please do not pay again, and look it up later with your slip number
slip-paid = { $sum } paid
slip-unpaid = { $sum } not paid yet; pay with the slip number
slip-pay-unsure = { $sum }; not certain whether it was paid, please do not pay again
trouble-order-other-sum = The platform asks for another amount than this service states
