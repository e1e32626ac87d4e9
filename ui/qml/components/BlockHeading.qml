import QtQuick
import Yike

// Heads the blocks below it; goes with the first of them when the page is turned.
Words {
    required text
    readonly property bool whole: true
    readonly property bool leads: true

    size: Theme.textHeading
    font.bold: true
    topPadding: Theme.mm(2)
    Accessible.role: Accessible.Heading
}
