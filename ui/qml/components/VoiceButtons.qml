pragma ComponentBehavior: Bound

import QtQuick
import Yike

// While the page is read aloud: hear it again, slower, faster, louder, softer. Their touches are the voice's own.
Row {
    id: root

    required property ViewModel viewModel
    readonly property real share: (root.width - 4 * root.spacing) / 5

    topPadding: Theme.mm(2.5)
    spacing: Theme.mm(3)

    component Command: KioskButton {
        id: command

        required property string name

        key: "say:" + command.name
        label: root.viewModel.chrome["say-" + command.name] ?? ""
        speech: root.viewModel.chrome["say-" + command.name + "-speech"] ?? ""
        round: true
        sideMargin: Theme.mm(1.5)
        labelSize: Theme.textStatus
        width: root.share
        height: Theme.target
        onClicked: root.viewModel.touch(command.key)
    }

    Command {
        name: "again"
    }

    Command {
        name: "slower"
    }

    Command {
        name: "faster"
    }

    Command {
        name: "softer"
    }

    Command {
        name: "louder"
    }
}
