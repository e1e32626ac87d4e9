pragma ComponentBehavior: Bound

import Qt.labs.qmlmodels
import QtQuick
import Yike

// The page's blocks in reading order.
Column {
    id: root

    required property ViewModel viewModel
    property bool large: false
    // Height that a sheet and its buttons may have; 0: as high as they are.
    property real sheetRoom: 0
    // Height of one screen of the page below its title.
    property real sheetScreen: 0

    spacing: Theme.mm(4) * (1 + 4 * Theme.spread)
    visible: list.count > 0

    Repeater {
        id: list

        model: root.viewModel.blocks
        delegate: BlockDelegates {
            viewModel: root.viewModel
            area: root
            large: root.large
            sheetRoom: root.sheetRoom
            sheetScreen: root.sheetScreen

            DelegateChoice {
                roleValue: "box"

                BlockBox {
                    width: root.width
                    viewModel: root.viewModel
                    large: root.large
                }
            }
        }
    }
}
