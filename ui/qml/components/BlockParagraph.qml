import QtQuick
import Yike

// A paragraph.
Words {
    required text
    readonly property bool unbreakable: true

    size: Theme.textReading
}
