pragma ComponentBehavior: Bound

import QtQuick
import Yike

// Help where the page itself has none, language, voice where there is one, larger text; in the strip within everyone's reach also lower buttons.
Grid {
    id: root

    required property Shown shown
    property bool strip: false

    spacing: Theme.mm(3)
    // Large buttons do not all fit beside each other.
    columns: !Theme.elder || !(root.shown.screen.speaks ?? false) ? 5 : root.strip ? 3 : 2

    component Mode: KioskButton {
        id: mode

        property bool on: false
        property bool lasting: true

        round: true
        label: root.shown.chrome[key] ?? ""
        speech: root.shown.chrome[key + "-said"] ?? ""
        labelSize: Theme.textSmall
        ground: on ? Theme.paleBlue : Theme.paper
        edge: on ? Theme.blue : Theme.outline
        ink: on ? Theme.blue : Theme.ink
        checkable: mode.lasting
        checked: mode.on
        onToggled: mode.checked = Qt.binding(() => mode.on)
        onClicked: root.shown.touch(key)
    }

    Mode {
        key: "help"
        symbol: "help-circle-outline"
        visible: root.shown.visiting && root.shown.page !== "Help" && root.shown.left.key !== "help"
        lasting: false
    }

    Mode {
        key: "language"
        symbol: "translate"
        lasting: false
    }

    Mode {
        key: "voice"
        symbol: "volume-high"
        visible: root.shown.visiting && (root.shown.screen.speaks ?? false)
        on: root.shown.voice
    }

    Mode {
        key: "larger"
        symbol: "format-size"
        visible: root.shown.visiting
        on: root.shown.elder
    }

    Mode {
        key: "low"
        symbol: "wheelchair"
        visible: root.shown.visiting && root.strip
        on: root.shown.low
    }
}
