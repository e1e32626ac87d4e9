pragma ComponentBehavior: Bound

import QtQuick
import Yike

// The ways to start: the first large, the last in full width, the modes and languages between them side by side.
Flow {
    id: root

    required property ViewModel viewModel
    readonly property int tiles: ways.count - 2
    readonly property int across: Math.min(4, Math.max(1, root.tiles > 4 ? Math.ceil(root.tiles / 2) : root.tiles))
    readonly property real share: Math.floor((root.width - (root.across - 1) * root.spacing) / root.across)
    readonly property real tallest: {
        let most = Theme.mm(30);
        for (let n = 1; n < ways.count - 1; n++)
            most = Math.max(most, ways.itemAt(n)?.implicitHeight ?? 0);
        return most;
    }

    spacing: Theme.gap

    Repeater {
        id: ways

        model: root.viewModel.choices

        KioskButton {
            id: start

            required property var model
            required property int index
            readonly property bool first: start.index === 0
            readonly property bool last: start.index === ways.count - 1

            width: start.first || start.last ? root.width : root.share
            height: start.first ? Math.max(Theme.mm(52), implicitHeight) : start.last ? Math.max(Theme.mm(26), implicitHeight) : root.tallest
            main: start.first
            stacked: !start.first && !start.last
            labelSize: start.first ? Theme.px(19) : Theme.textBody
            key: start.model.key
            label: start.model.label
            note: start.model.note
            noteSize: start.first ? Theme.textHeading : Theme.textSmall
            symbol: start.model.icon
            symbolSize: start.labelSize * 1.25
            usable: start.model.enabled
            speech: start.model.speech
            onClicked: root.viewModel.touch(start.model.key)
        }
    }
}
