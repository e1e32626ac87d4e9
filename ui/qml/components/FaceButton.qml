pragma ComponentBehavior: Bound

import QtQuick
import Yike

// Button for one satisfaction level: face above its text, or beside it where text is large.
Touchable {
    id: root

    required property int level
    property bool inRow: true
    property bool chosen: false
    property int labelSize: Theme.textHeading
    property real faceWidth: Theme.mm(34)
    readonly property bool unbreakable: true

    // Five in a row: smaller than other choices, and legible from 1.2 m.
    readonly property int uprightSize: Theme.px(8.8)

    // Width of the longest word. Chinese labels may break anywhere but are short.
    readonly property real longest: metrics.width

    readonly property real oneLine: whole.width
    // The height with the face above its text.
    readonly property real upright: Theme.mm(34) + 2 * metrics.height + Theme.mm(20)

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

    TextMetrics {
        id: whole

        font: metrics.font
        text: root.label
    }

    Face {
        id: face

        anchors.left: parent.left
        anchors.leftMargin: root.inRow ? (parent.width - width) / 2 : Theme.mm(4)
        y: root.inRow ? Theme.mm(7) : (parent.height - height) / 2
        width: root.faceWidth
        level: root.level
    }

    Letters {
        id: words

        anchors.left: root.inRow ? parent.left : face.right
        anchors.leftMargin: Theme.mm(root.inRow ? 1 : 5)
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(root.inRow ? 1 : 2)
        y: root.inRow ? face.y + face.height + Theme.mm(5) : (parent.height - height) / 2
        text: root.label
        size: root.inRow ? root.uprightSize : root.labelSize
        font.bold: true
        lineHeight: 1.0
        horizontalAlignment: root.inRow ? Text.AlignHCenter : Text.AlignLeft
    }
}
