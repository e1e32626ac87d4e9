pragma ComponentBehavior: Bound

import QtQuick
import Yike

// One choice as a tile with icon, text and tag; radio or check mark for an option; dashed outline while disabled.
Touchable {
    id: root

    property string tag: ""
    property string tagTone: "done"
    property string whyNot: ""
    property bool option: false
    property bool chosen: false
    property bool many: false
    property bool tall: false
    // Two in a row: smaller letters.
    property bool compact: false
    // Choosing goes on at once: an arrow instead of a circle.
    property bool goesOn: false
    readonly property bool marked: root.option && !root.goesOn
    readonly property string mark: root.goesOn ? "chevron-right" : root.many ? (root.chosen ? "checkbox-on" : "checkbox-off") : root.chosen ? "radio-on" : "radio-off"
    // The sign follows the words.
    readonly property bool after: root.pictured || root.goesOn
    readonly property real inset: Theme.mm(root.compact ? 4 : 7)
    readonly property bool pictured: root.symbol !== ""

    // The page that a tile with a picture opens has the whole name; what is chosen or agreed to here is never shortened.
    readonly property int mostLines: root.pictured && !root.option ? 4 : 1000

    readonly property bool unbreakable: true

    implicitHeight: Math.max(Theme.target, inside.implicitHeight + Theme.mm(10), Theme.mm((root.tall ? 44 : 32) * (1 + 1.6 * Theme.spread)))
    Accessible.role: root.option ? (root.many ? Accessible.CheckBox : Accessible.RadioButton) : Accessible.Button
    // Screen readers are notified of the button's own `checked`, not of the attached property. The binding is restored
    // after each toggle because the session decides what is chosen.
    checkable: root.option
    checked: root.chosen
    onToggled: root.checked = Qt.binding(() => root.chosen)
    ground: !root.usable ? Theme.resting : root.chosen ? Theme.paleBlue : Theme.paper
    ink: root.usable ? Theme.ink : Theme.grey
    edge: root.chosen ? Theme.blue : Theme.outline

    Loader {
        id: badge

        anchors.verticalCenter: parent.verticalCenter
        anchors.left: parent.left
        anchors.leftMargin: root.inset
        width: Theme.mm(root.compact ? 18 : root.tall ? 24 : 20)
        height: width
        active: root.pictured
        sourceComponent: Rectangle {
            radius: Theme.mm(5)
            color: root.usable ? (root.chosen ? Theme.paper : Theme.paleBlue) : Theme.resting
            border.width: Theme.contrast ? Theme.line : 0
            border.color: Theme.outline

            Icon {
                anchors.centerIn: parent
                name: root.symbol
                size: badge.width * 0.6
                color: root.usable ? Theme.blue : Theme.grey
            }
        }
    }

    Loader {
        id: sign

        anchors.verticalCenter: parent.verticalCenter
        anchors.left: parent.left
        anchors.leftMargin: root.after ? parent.width - width - Theme.mm(7) : Theme.mm(7)
        active: root.marked || root.goesOn && !root.compact
        sourceComponent: Icon {
            name: root.mark
            size: Theme.mm(12)
            color: root.usable ? Theme.blue : Theme.grey
        }
    }

    Column {
        id: inside

        anchors.verticalCenter: parent.verticalCenter
        anchors.left: parent.left
        anchors.leftMargin: root.pictured ? 2 * root.inset + badge.width : root.marked ? Theme.mm(7) + sign.width + Theme.mm(5) : Theme.mm(9)
        width: root.width - anchors.leftMargin - root.inset - (root.after && sign.active ? sign.width + Theme.mm(6) : 0)
        spacing: Theme.mm(1.2)

        Letters {
            width: parent.width
            text: root.label
            // A long word is written smaller rather than broken.
            size: Theme.parts(root.label, Theme.headingFont, inside.width) ? Theme.textSmall : Theme.textHeading
            font.bold: true
            lineHeight: 1.0
            color: root.ink
            maximumLineCount: root.mostLines
            elide: Text.ElideRight
        }

        Loader {
            width: parent.width
            active: root.note !== ""
            visible: active
            sourceComponent: Letters {
                text: root.note
                color: Theme.grey
                size: root.compact ? Theme.textSmall : Theme.textBody
                lineHeight: 1.0
                maximumLineCount: root.mostLines
                elide: Text.ElideRight
            }
        }

        Loader {
            anchors.left: parent.left
            active: root.tag !== ""
            visible: active
            sourceComponent: Tag {
                room: inside.width
                text: root.tag
                tone: root.tagTone
            }
        }

        Loader {
            anchors.left: parent.left
            active: root.whyNot !== ""
            visible: active
            sourceComponent: Tag {
                room: inside.width
                text: root.whyNot
                size: Theme.textBody
                tone: root.tagTone === "quiet" ? "quiet" : "attention"
            }
        }
    }
}
