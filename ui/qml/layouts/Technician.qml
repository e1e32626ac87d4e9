pragma ComponentBehavior: Bound

import QtQuick
import Yike
import Yike.Bridge
import "../components"
import "../../keyboard" as Keys

// Layout of the pages of staff, on any screen: dark head with hatch, tabs, page, and actions from top to bottom.
Item {
    id: root

    required property ViewModel viewModel
    required property Keyboard keyboard
    readonly property bool writing: root.keyboard.isOpen

    // A new page is laid out before its first frame, so the bars around it need their final geometry by then.
    Connections {
        target: root.viewModel

        function onLayoutDue(): void {
            page.begin();
            lower.forceLayout();
        }
    }

    StaffHead {
        id: head

        z: 2
        width: parent.width
        height: implicitHeight
        viewModel: root.viewModel
    }

    RehearsalMark {
        id: rehearsal

        z: 2
        anchors.top: head.bottom
        width: parent.width
        viewModel: root.viewModel
    }

    StaffTabs {
        id: tabs

        z: 2
        anchors.top: rehearsal.bottom
        width: parent.width
        height: visible ? implicitHeight : 0
        visible: root.viewModel.tabs.length > 0
        viewModel: root.viewModel
    }

    PageLoader {
        id: page

        anchors.top: tabs.bottom
        anchors.topMargin: Theme.mm(4)
        anchors.bottom: lower.top
        anchors.bottomMargin: Theme.mm(4)
        x: Theme.margin
        width: parent.width - 2 * Theme.margin
        viewModel: root.viewModel
        keyboard: root.keyboard
    }

    Column {
        id: lower

        z: 2
        anchors.bottom: parent.bottom
        width: parent.width

        Loader {
            id: keys

            width: parent.width
            visible: root.writing
            // Kept once it was needed: making its keys anew would delay every page that opens it.
            active: root.writing || keys.item !== null
            sourceComponent: Keys.Keyboard {
                model: root.keyboard
                viewModel: root.viewModel
            }
        }

        ActionBar {
            width: parent.width
            visible: root.viewModel.actionBar
            viewModel: root.viewModel
        }
    }
}
