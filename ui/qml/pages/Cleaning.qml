pragma ComponentBehavior: Bound

import QtQuick
import Yike
import "../components"

// The screen may be wiped: the seconds left, as large as the page, and nothing to touch.
Item {
    id: root

    required property ViewModel viewModel

    PageHead {
        id: head

        width: parent.width
        viewModel: root.viewModel
    }

    Column {
        anchors.top: head.bottom
        anchors.topMargin: (parent.height - head.height - height) / 2
        width: parent.width
        spacing: Theme.space

        Repeater {
            model: root.viewModel.blocks

            Words {
                required property var model
                readonly property bool counts: model.kind === "big_number"

                width: parent.width
                text: counts ? model.value : model.text
                size: counts ? Theme.mm(120) : Theme.textHeading
                font.bold: counts
                color: counts ? Theme.teal : Theme.ink
                lineHeight: 1.0
                horizontalAlignment: Text.AlignHCenter
                Accessible.name: counts ? model.text + "，" + model.value : model.text
            }
        }
    }
}
