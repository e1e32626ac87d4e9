pragma ComponentBehavior: Bound

import Qt.labs.qmlmodels
import QtQuick
import Yike

// The page's blocks in reading order.
Column {
    id: root

    required property ViewModel viewModel
    property bool large: false
    // Height that a sheet or a live picture may have, with what belongs to it; 0: as high as they are.
    property real sheetRoom: 0
    // The same before the page grows: a block that shrinks while its page grows would never come to rest.
    property real steadyRoom: 0
    // Height of one screen of the page below its title.
    property real sheetScreen: 0

    spacing: Theme.mm(4) * (1 + 4 * Theme.spread)
    visible: list.count > 0

    onSheetRoomChanged: {
        if (Theme.spread === 0)
            root.steadyRoom = root.sheetRoom;
    }
    Component.onCompleted: root.steadyRoom = root.sheetRoom

    Repeater {
        id: list

        model: root.viewModel.blocks
        delegate: BlockDelegates {
            viewModel: root.viewModel
            area: root
            large: root.large
            sheetRoom: root.steadyRoom
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
