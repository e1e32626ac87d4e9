pragma ComponentBehavior: Bound

import QtQuick
import "../components"

// The code from the phone.
StandardPage {
    smallChoices: true
}
