pragma ComponentBehavior: Bound

import Qt.labs.qmlmodels
import QtQuick
import Yike

// The page's blocks in order of reading.
Column {
    id: root

    required property Shown shown
    property bool large: false

    spacing: Theme.mm(4)
    visible: list.count > 0

    Repeater {
        id: list

        model: root.shown.blocks
        delegate: BlockDelegates {
            shown: root.shown
            area: root
            large: root.large

            DelegateChoice {
                roleValue: "box"

                BlockBox {
                    width: root.width
                    shown: root.shown
                    large: root.large
                }
            }
        }
    }
}
