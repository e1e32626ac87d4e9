pragma ComponentBehavior: Bound

import QtQuick
import Yike

// The satisfaction levels, all in sight at once, so that none is favoured: five in a row where their labels fit, else in a
// column, else in two.
Grid {
    id: root

    required property ViewModel viewModel
    // The height that they may take.
    required property real room

    // All levels on one screen: nobody chooses among the good ones alone.
    readonly property bool unbreakable: true
    readonly property bool filled: list.count > 0
    readonly property real share: (root.width - 4 * root.columnSpacing) / 5
    readonly property list<Item> faces: root.children.filter(child => child instanceof FaceButton)
    readonly property bool inRow: root.faces.every(face => (face as FaceButton).longest * (face as FaceButton).uprightSize / Theme.textBody + Theme.mm(2) <= root.share) && root.heightOf(1) >= root.tallest
    readonly property real tallest: Math.max(0, ...root.faces.map(face => (face as FaceButton).upright))
    readonly property real least: Math.max(Theme.target, label.height + Theme.mm(4))
    readonly property real leastHeight: Math.max(Theme.target, Theme.bodyFont.height + Theme.mm(2))
    readonly property real rowHeight: root.inRow ? root.tallest : Math.max(root.leastHeight, Math.min(Theme.mm(56), root.heightOf(Math.ceil(5 / root.columns))))
    readonly property real cell: (root.width - (root.columns - 1) * root.columnSpacing) / root.columns
    readonly property real faceWidth: root.inRow ? Theme.mm(34) : Math.min(Theme.mm(38), root.rowHeight - Theme.mm(6), root.cell * 0.25)
    // No word is broken in two columns.
    readonly property real longest: Math.max(0, ...root.faces.map(face => (face as FaceButton).longest))
    readonly property bool pairs: root.longest * Theme.textSmall / Theme.textBody <= (root.width - root.columnSpacing) / 2 * 0.75 - Theme.mm(12)
    // Of two columns every label keeps to one line.
    readonly property real widest: Math.max(1, ...root.faces.map(face => (face as FaceButton).oneLine))
    readonly property int labelSize: root.columns === 1 ? (root.rowHeight >= root.least ? Theme.textHeading : Theme.textBody) : Math.max(Theme.textSmall, Math.floor(Theme.textBody * Math.min(1, (root.cell - root.faceWidth - Theme.mm(12)) / root.widest)))

    // The height of one of so many rows.
    function heightOf(rows: int): real {
        return Math.floor((root.room - root.topPadding - (rows - 1) * root.rowSpacing) / rows);
    }

    topPadding: Math.min(Theme.mm(8), root.room * 0.05)
    columns: root.inRow ? 5 : root.heightOf(5) >= root.leastHeight || !root.pairs ? 1 : 2
    columnSpacing: Theme.mm(3.1)
    rowSpacing: Theme.gap

    FontMetrics {
        id: label

        font.family: Theme.family
        font.pixelSize: Theme.textHeading
        font.bold: true
    }

    Repeater {
        id: list

        model: root.viewModel.choices

        FaceButton {
            id: place

            required property var model
            required property int index

            width: root.cell
            height: root.rowHeight
            inRow: root.inRow
            labelSize: root.labelSize
            faceWidth: root.faceWidth
            level: 5 - place.index
            key: place.model.key
            label: place.model.label
            speech: place.model.speech
            chosen: place.model.chosen
            onClicked: root.viewModel.touch(place.model.key)
        }
    }
}
