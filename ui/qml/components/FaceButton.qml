pragma ComponentBehavior: Bound

import QtQuick
import Yike

// Button for one satisfaction level: face above its text, or beside it where text is large.
Touchable {
    id: root

    required property int level
    property bool side: true
    property bool chosen: false
    readonly property bool unbreakable: true

    // Width of the longest word. Chinese labels may break anywhere but are short.
    readonly property real longest: metrics.width

    implicitHeight: root.side ? face.height + words.height + Theme.mm(34) : Math.max(face.height, words.height) + Theme.mm(10)
    ground: root.chosen ? Theme.paleBlue : Theme.paper
    edge: root.chosen ? Theme.blue : Theme.outline
    Accessible.role: Accessible.RadioButton
    Accessible.checkable: true
    Accessible.checked: root.chosen

    TextMetrics {
        id: metrics

        font.family: Theme.family
        font.pixelSize: Theme.textBody
        font.bold: true
        text: root.label.split(" ").reduce((most, word) => word.length > most.length ? word : most, "")
    }

    Face {
        id: face

        anchors.left: parent.left
        anchors.leftMargin: root.side ? (parent.width - width) / 2 : Theme.mm(6)
        y: root.side ? Theme.mm(13) : (parent.height - height) / 2
        width: Theme.mm(34)
        level: root.level
    }

    Letters {
        id: words

        anchors.left: root.side ? parent.left : face.right
        anchors.leftMargin: Theme.mm(root.side ? 2 : 8)
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(2)
        y: root.side ? face.y + face.height + Theme.mm(8) : (parent.height - height) / 2
        text: root.label
        size: root.side ? Theme.textBody : Theme.textHeading
        font.bold: true
        lineHeight: 1.0
        horizontalAlignment: root.side ? Text.AlignHCenter : Text.AlignLeft
    }
}
