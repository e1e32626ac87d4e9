pragma ComponentBehavior: Bound

import QtQuick
import Yike

// Digits in groups as large as the line allows, the place of the next one, and a line for each that is missing.
Row {
    id: root

    required property string digits
    required property list<int> groups
    // Digits of a complete number; 0 where that is not known.
    required property int length
    required property real room
    property bool active: false
    readonly property int most: Math.max(root.digits.length, root.length, 12)
    readonly property int size: Math.max(28, Math.min(Theme.textNumber, root.room / (root.most * 0.62 + root.groups.length * 0.4)))

    spacing: 0

    // Spaces between the groups of the digits from `start` on.
    function grouped(digits: string, start: int): string {
        let shown = "";
        let border = 0;
        const borders = root.groups.slice(0, -1).map(size => border += size);
        for (let n = 0; n < digits.length; n++)
            shown += (start + n > 0 && borders.includes(start + n) ? " " : "") + digits[n];
        return shown;
    }

    Letters {
        anchors.verticalCenter: parent.verticalCenter
        text: root.grouped(root.digits, 0)
        size: root.size
        font.bold: true
        font.wordSpacing: root.size * 0.25
        lineHeight: 1.0
        wrapMode: Text.NoWrap
    }

    Rectangle {
        anchors.verticalCenter: parent.verticalCenter
        width: Math.max(3, Theme.mm(1.2))
        height: root.size
        visible: root.active
        color: Theme.blue
    }

    Letters {
        anchors.verticalCenter: parent.verticalCenter
        visible: root.active && root.length > root.digits.length
        text: root.grouped("_".repeat(Math.max(0, root.length - root.digits.length)), root.digits.length)
        size: root.size
        color: Theme.outline
        font.wordSpacing: root.size * 0.25
        font.letterSpacing: root.size * 0.06
        lineHeight: 1.0
        wrapMode: Text.NoWrap
    }
}
