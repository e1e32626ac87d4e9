pragma ComponentBehavior: Bound

import QtQuick
import "../components"

// Purpose by purpose; nothing is ticked beforehand.
StandardPage {
    many: true
}
