import QtQuick

// A paragraph.
Words {
    required text
    readonly property bool unbreakable: true
}
