pragma ComponentBehavior: Bound

import QtQuick

// Plain text with an accessible name.
Letters {
    id: root

    Accessible.role: Accessible.StaticText
    Accessible.name: root.text
}
