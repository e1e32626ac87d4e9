pragma ComponentBehavior: Bound

import QtQuick
import Yike
import "../components"

// The cabinet is the page: where the card goes.
StandardPage {
    cabinetFirst: true
    cabinetLeast: Theme.mm(150)
    smallChoices: true
}
