import QtQuick
import Yike
import Yike.Bridge
import "../../../ui/qml/components"

// Another layout, for the tests: the actions are above, the page is below, and there is nothing else.
Item {
    id: root

    required property ViewModel viewModel
    required property Keyboard keyboard

    ActionBar {
        id: actions

        objectName: "bare-actions"
        width: parent.width
        visible: root.viewModel.actionBar
        viewModel: root.viewModel
    }

    PageLoader {
        anchors.top: actions.visible ? actions.bottom : parent.top
        anchors.bottom: parent.bottom
        width: parent.width
        viewModel: root.viewModel
        keyboard: root.keyboard
    }
}
