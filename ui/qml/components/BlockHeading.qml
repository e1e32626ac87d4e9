import QtQuick
import Yike

// A heading; a page break never separates it from the next block.
Words {
    required text
    readonly property bool unbreakable: true
    readonly property bool keepWithNext: true

    size: Theme.textHeading
    font.bold: true
    topPadding: Theme.mm(2)
    Accessible.role: Accessible.Heading
}
