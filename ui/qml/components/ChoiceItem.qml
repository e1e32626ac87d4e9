import QtQuick
import Yike

// One choice: icon, words, a tag; a mark where one of several is chosen.
KioskButton {
    id: root

    property string tag: ""
    property string tagTone: "done"
    property string whyNot: ""
    property bool option: false
    property bool chosen: false
    property bool many: false

    implicitHeight: Math.max(Theme.target, inside.implicitHeight + Theme.mm(11))
    Accessible.role: root.option ? (root.many ? Accessible.CheckBox : Accessible.RadioButton) : Accessible.Button
    Accessible.checked: root.chosen
    ground: !root.enabled ? Theme.resting : root.chosen ? Theme.paleBlue : Theme.paper
    ink: root.enabled ? Theme.ink : Theme.grey

    contentItem: Item {
        implicitHeight: inside.implicitHeight

        Icon {
            id: picture

            anchors.verticalCenter: parent.verticalCenter
            x: Theme.mm(7)
            name: root.option && root.icon_ === "" ? (root.many ? (root.chosen ? "checkbox-on" : "checkbox-off") : (root.chosen ? "radio-on" : "radio-off")) : root.icon_
            size: Theme.mm(root.option ? 10 : 13)
            color: root.enabled ? Theme.blue : Theme.grey
        }

        Column {
            id: inside

            anchors.verticalCenter: parent.verticalCenter
            x: picture.visible ? picture.x + picture.width + Theme.mm(6) : Theme.mm(7)
            width: root.width - x - Theme.mm(6)
            spacing: Theme.mm(1.5)

            Words {
                width: parent.width
                text: root.label
                size: Theme.textHeading
                font.bold: true
                color: root.ink
                Accessible.ignored: true
            }

            Words {
                width: parent.width
                visible: root.note !== ""
                text: root.note
                color: Theme.grey
                Accessible.ignored: true
            }

            Rectangle {
                visible: root.tag !== ""
                width: tagWords.width + Theme.mm(5)
                height: visible ? tagWords.implicitHeight + Theme.mm(2) : 0
                radius: Theme.mm(2)
                color: Theme.toneGround(root.tagTone)

                Words {
                    id: tagWords

                    anchors.centerIn: parent
                    width: Math.min(implicitWidth, inside.width - Theme.mm(5))
                    text: root.tag
                    size: Theme.textSmall
                    color: Theme.toneColor(root.tagTone)
                    Accessible.ignored: true
                }
            }
        }
    }
}
