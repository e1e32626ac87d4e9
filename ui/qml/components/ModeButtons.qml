pragma ComponentBehavior: Bound

import QtQuick
import Yike
import Yike.Bridge

// Language, voice where there is one, larger text; in the strip within everyone's reach also lower buttons.
Row {
    id: root

    required property Bridge bridge
    property bool strip: false

    spacing: Theme.mm(3)

    component Mode: KioskButton {
        property bool on: false

        round: true
        label: root.bridge.chrome[key] ?? ""
        speech: root.bridge.chrome[key + "-said"] ?? ""
        labelSize: Theme.textSmall
        ground: on ? Theme.paleBlue : Theme.paper
        edge: on ? Theme.blue : Theme.outline
        ink: on ? Theme.blue : Theme.ink
        Accessible.checkable: true
        Accessible.checked: on
        onClicked: root.bridge.touch(key)
    }

    Mode {
        key: "language"
        symbol: "translate"
        Accessible.checkable: false
    }

    Mode {
        key: "voice"
        symbol: "volume-high"
        visible: root.bridge.visiting && (root.bridge.screen.speaks ?? false)
        on: root.bridge.voice
    }

    Mode {
        key: "larger"
        symbol: "format-size"
        visible: root.bridge.visiting
        on: root.bridge.elder
    }

    Mode {
        key: "low"
        symbol: "wheelchair"
        visible: root.bridge.visiting && root.strip
        on: root.bridge.low
    }
}
