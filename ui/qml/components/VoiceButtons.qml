pragma ComponentBehavior: Bound

import QtQuick
import Yike

// While the page is read aloud: hear it again, slower, faster, louder, softer. Their touches are the voice's own.
Grid {
    id: root

    required property ViewModel viewModel
    readonly property real widest: Math.max(again.implicitWidth, slower.implicitWidth, faster.implicitWidth, softer.implicitWidth, louder.implicitWidth)
    readonly property real share: (root.width - (root.columns - 1) * root.spacing) / root.columns

    // With large text their labels do not fit in one row.
    columns: [5, 3].find(count => count * root.widest + (count - 1) * root.spacing <= root.width) ?? 2

    topPadding: Theme.mm(2.5)
    spacing: Theme.mm(3)

    component Command: KioskButton {
        id: command

        required property string verb

        key: "say:" + command.verb
        label: root.viewModel.chrome["say-" + command.verb] ?? ""
        speech: root.viewModel.chrome["say-" + command.verb + "-speech"] ?? ""
        round: true
        sideMargin: Theme.mm(1.5)
        labelSize: Theme.textStatus
        width: root.share
        height: Theme.target
        onClicked: root.viewModel.touch(command.key)
    }

    Command {
        id: again

        verb: "again"
    }

    Command {
        id: slower

        verb: "slower"
    }

    Command {
        id: faster

        verb: "faster"
    }

    Command {
        id: softer

        verb: "softer"
    }

    Command {
        id: louder

        verb: "louder"
    }
}
