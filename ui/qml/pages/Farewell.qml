pragma ComponentBehavior: Bound

import QtQuick
import Yike
import "../components"

// Take your things.
StandardPage {
    cabinetFirst: true
    cabinetLeast: Theme.mm(150)
}
