pragma ComponentBehavior: Bound

import QtQuick
import Yike
import "../components"

// Nobody is here: what can be done now, and one large place to touch.
Item {
    id: root

    required property Shown shown

    signal wanted(Item input)

    Rectangle {
        id: hero

        width: parent.width
        height: Math.max(parent.height * 0.34, words.height + Theme.mm(76))
        radius: Theme.radius * 1.5
        color: Theme.blue

        QuarterMark {
            anchors.right: parent.right
            anchors.rightMargin: Theme.mm(14)
            anchors.top: parent.top
            anchors.topMargin: Theme.mm(14)
            width: Theme.mm(46)
            ring: Theme.overBlueQuiet
            quarter: Theme.overBlue
        }

        Column {
            id: words

            x: Theme.mm(14)
            anchors.bottom: parent.bottom
            anchors.bottomMargin: Theme.mm(12)
            width: parent.width - 2 * x
            spacing: Theme.mm(4)

            Words {
                width: parent.width
                text: root.shown.title
                size: Theme.mm(20)
                lineHeight: 1.0
                color: Theme.overBlue
                font.bold: true
                Accessible.role: Accessible.Heading
            }

            Words {
                width: parent.width
                text: root.shown.lead
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
        shown: root.shown
        headed: false

        AttractList {
            width: content.width
            shown: root.shown
        }
    }

    Column {
        id: starts

        anchors.left: parent.left
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.mm(8)
        spacing: Theme.space

        Repeater {
            model: root.shown.choices

            KioskButton {
                id: start

                required property var model
                required property int index

                width: starts.width
                height: Math.max(Theme.mm(start.index === 0 ? 78 : 28), implicitHeight)
                main: start.index === 0
                labelSize: start.index === 0 ? Theme.mm(17) : Theme.textHeading
                key: start.model.key
                label: start.model.label
                note: start.model.note
                noteSize: start.index === 0 ? Theme.textHeading : Theme.textBody
                symbol: start.model.icon
                usable: start.model.enabled
                speech: start.model.speech
                onClicked: root.shown.touch(start.model.key)
            }
        }
    }
}
