import QtQuick

// A paragraph.
Words {
    readonly property bool whole: true
}
