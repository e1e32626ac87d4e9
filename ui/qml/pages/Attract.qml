pragma ComponentBehavior: Bound

import QtQuick
import Yike
import "../components"

// Page between visits: available services and large buttons to start.
Item {
    id: root

    required property ViewModel viewModel
    // With many start buttons the logo is smaller, to leave space for the list of services.
    readonly property bool tight: ways.count > 3
    readonly property real sign: Theme.mm(root.tight ? 28 : 46)

    signal wanted(Item input)

    Rectangle {
        id: hero

        width: parent.width
        height: Math.max(parent.height * (root.tight ? 0.22 : 0.34), words.height + root.sign + Theme.mm(root.tight ? 24 : 30))
        radius: Theme.radius * 1.5
        color: Theme.blue

        QuarterMark {
            anchors.right: parent.right
            anchors.rightMargin: Theme.mm(14)
            anchors.top: parent.top
            anchors.topMargin: Theme.mm(root.tight ? 10 : 14)
            width: root.sign
            ring: Theme.overBlueQuiet
            quarter: Theme.overBlue
        }

        Column {
            id: words

            x: Theme.mm(14)
            anchors.bottom: parent.bottom
            anchors.bottomMargin: Theme.mm(root.tight ? 9 : 12)
            width: parent.width - 2 * x
            spacing: Theme.mm(4)

            Words {
                width: parent.width
                text: root.viewModel.title
                size: Theme.mm(root.tight ? 17 : 20)
                lineHeight: 1.0
                color: Theme.overBlue
                font.bold: true
                Accessible.role: Accessible.Heading
            }

            Words {
                width: parent.width
                text: root.viewModel.lead
                size: Theme.textHeading
                color: Theme.overBlueQuiet
            }
        }
    }

    Content {
        id: content

        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: hero.bottom
        anchors.topMargin: Theme.space
        anchors.bottom: starts.top
        anchors.bottomMargin: Theme.space
        viewModel: root.viewModel
        headed: false

        AttractList {
            width: content.width
            viewModel: root.viewModel
        }
    }

    Flow {
        id: starts

        // The first button has full width; the others are in pairs of equal height, a last unpaired one again in full width.
        readonly property real half: Math.floor((starts.width - starts.spacing) / 2)
        readonly property real tallest: {
            let most = Theme.mm(28);
            for (let n = 1; n < ways.count - (ways.count + 1) % 2; n++)
                most = Math.max(most, ways.itemAt(n)?.implicitHeight ?? 0);
            return most;
        }

        anchors.left: parent.left
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.mm(8)
        spacing: Theme.space

        Repeater {
            id: ways

            model: root.viewModel.choices

            KioskButton {
                id: start

                required property var model
                required property int index
                readonly property bool alone: start.index === 0 || (ways.count % 2 === 0 && start.index === ways.count - 1)

                width: start.alone ? starts.width : starts.half
                height: start.alone ? Math.max(Theme.mm(start.index > 0 ? 28 : root.tight ? 52 : 78), implicitHeight) : starts.tallest
                main: start.index === 0
                labelSize: start.index === 0 ? Theme.mm(root.tight ? 14 : 17) : Theme.textHeading
                key: start.model.key
                label: start.model.label
                note: start.model.note
                noteSize: start.index === 0 ? Theme.textHeading : Theme.textBody
                symbol: start.model.icon
                usable: start.model.enabled
                speech: start.model.speech
                onClicked: root.viewModel.touch(start.model.key)
            }
        }
    }
}
