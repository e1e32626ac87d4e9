pragma ComponentBehavior: Bound

import QtQuick
import Yike
import "../components"

// The touch test: a square for each part of the page, which is dark once it was touched.
Item {
    id: root

    required property ViewModel viewModel
    readonly property int columns: 6

    PageHead {
        id: head

        width: parent.width
        viewModel: root.viewModel
    }

    Grid {
        id: grid

        readonly property int rows_: Math.max(1, Math.ceil(squares.count / root.columns))

        anchors.top: head.bottom
        anchors.topMargin: Theme.gap
        anchors.bottom: parent.bottom
        width: parent.width
        columns: root.columns
        spacing: Theme.mm(3.5)

        Repeater {
            id: squares

            model: root.viewModel.choices

            Touchable {
                id: square

                required property var model

                key: square.model.key
                label: square.model.label
                usable: square.model.enabled
                width: (grid.width - (root.columns - 1) * grid.spacing) / root.columns
                height: (grid.height - (grid.rows_ - 1) * grid.spacing) / grid.rows_
                corner: Theme.mm(2)
                ground: square.model.chosen ? Theme.teal : Theme.paper
                onClicked: root.viewModel.touch(square.key)
            }
        }
    }
}
