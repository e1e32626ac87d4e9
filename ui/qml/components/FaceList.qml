pragma ComponentBehavior: Bound

import QtQuick
import Yike

// The satisfaction levels: five in a row where their labels fit, else in a column.
Grid {
    id: root

    required property ViewModel viewModel
    readonly property real share: (root.width - 4 * root.columnSpacing) / 5
    // All levels on one screen: nobody chooses among the good ones alone.
    readonly property bool unbreakable: true
    readonly property bool filled: list.count > 0
    readonly property list<Item> faces: root.children.filter(child => child instanceof FaceButton)
    readonly property bool side: root.faces.every(face => (face as FaceButton).longest + Theme.mm(2) <= root.share)
    readonly property real tallest: Math.max(0, ...root.faces.map(face => face.implicitHeight))

    topPadding: Theme.mm(root.side ? 8 : 2)
    columns: root.side ? 5 : 1
    columnSpacing: Theme.mm(3.1)
    rowSpacing: Theme.gap

    Repeater {
        id: list

        model: root.viewModel.choices

        FaceButton {
            id: place

            required property var model
            required property int index

            width: root.side ? root.share : root.width
            height: root.tallest
            side: root.side
            level: 5 - place.index
            key: place.model.key
            label: place.model.label
            speech: place.model.speech
            chosen: place.model.chosen
            onClicked: root.viewModel.touch(place.model.key)
        }
    }
}
