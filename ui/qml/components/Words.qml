pragma ComponentBehavior: Bound

import QtQuick

// Plain words that a screen reader reads.
Letters {
    id: root

    Accessible.role: Accessible.StaticText
    Accessible.name: root.text
}
