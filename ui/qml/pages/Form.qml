pragma ComponentBehavior: Bound

import QtQuick
import "../components"

// One thing to fill in.
StandardPage {
    smallChoices: true
}
