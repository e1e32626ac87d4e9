import QtQuick
import Yike

// Plain words: never cut, wrapped between words, one family.
Text {
    id: root

    property int size: Theme.textBody

    color: Theme.ink
    font.family: "Noto Sans CJK SC"
    font.pixelSize: root.size
    lineHeight: 1.3
    wrapMode: Text.Wrap
    textFormat: Text.PlainText
    Accessible.role: Accessible.StaticText
    Accessible.name: root.text
}
