pragma ComponentBehavior: Bound

import QtQuick
import Yike
import "../drawings"

// A drawing beside its sentence: the slip, the card, or what the page is about.
Rectangle {
    id: root

    required property ViewModel viewModel
    required property string text
    required property string value
    required property string tone
    required property string picture
    required property bool first
    required property bool last
    // With space to spare, or without a sentence, the drawing has the whole width.
    readonly property bool tall: Theme.spread > 0.5 || root.bare
    readonly property bool bare: root.text === ""
    readonly property bool unbreakable: true

    implicitHeight: root.bare ? Theme.mm(4 + 226 * Math.max(0, Theme.spread)) : Math.max(Theme.mm(48 + (root.first && root.last ? 190 : 110) * Math.max(0, Theme.spread)), words.height + Theme.mm(10))
    radius: Theme.radius
    color: root.bare ? "transparent" : Theme.toneGround(root.tone)
    border.width: root.bare ? 0 : Theme.line
    border.color: root.tone === "plain" ? Theme.outline : Theme.toneColor(root.tone)

    NamedPicture {
        id: drawing

        anchors.left: parent.left
        anchors.leftMargin: Theme.mm(8)
        // One that says nothing more is left out where it would be a stamp.
        visible: !root.bare || height >= Theme.mm(14)
        y: root.bare ? 0 : Theme.mm(5)
        width: root.tall ? parent.width - Theme.mm(16) : Math.min(Theme.mm(96), parent.width * 0.38)
        height: root.bare ? parent.height : parent.height - Theme.mm(10) - (root.tall ? words.height + Theme.mm(4) : 0)
        picture: root.picture
        tone: root.tone
    }

    Column {
        id: words

        visible: !root.bare
        anchors.left: root.tall ? parent.left : drawing.right
        anchors.leftMargin: Theme.mm(8)
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(7)
        y: root.tall ? parent.height - height - Theme.mm(6) : (parent.height - height) / 2
        spacing: Theme.mm(3)

        Words {
            width: parent.width
            text: root.text
            size: Theme.textHeading
            horizontalAlignment: root.tall ? Text.AlignHCenter : Text.AlignLeft
            font.bold: true
            color: root.tone === "plain" ? Theme.ink : Theme.toneColor(root.tone)
            lineHeight: 1.0
        }

        Words {
            width: parent.width
            visible: root.value !== ""
            text: root.value
            color: Theme.grey
        }
    }
}
