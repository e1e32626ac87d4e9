pragma ComponentBehavior: Bound

import QtQuick
import "../components"

// A few large choices.
StandardPage {
    choicesFirst: true
    tallChoices: true
}
