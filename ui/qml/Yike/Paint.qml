pragma Singleton
import QtQuick

// Colours of the drawings by role. In a contrast theme a drawing is an outline: what is filled otherwise has the colour of the
// paper and an edge of ink.
QtObject {
    id: root

    readonly property bool outlined: Theme.contrast
    readonly property color edge: root.outlined ? Theme.ink : "transparent"
    // Width of an edge in units of the drawing; -1 is none.
    readonly property real edgeWidth: root.outlined ? 3 : -1

    readonly property color paper: root.fill("#ffffff")
    readonly property color wall: root.fill("#fbfaf6")
    readonly property color metal: root.fill("#edf1f8")
    readonly property color shutter: root.fill("#dfe3ea")
    readonly property color screen: root.fill("#f7f6f1")
    readonly property color faint: root.outlined ? Theme.ink : "#c3cad8"

    readonly property color skin: root.fill("#e9bd98")
    readonly property color skinShade: root.fill("#dda77d")
    readonly property color skinEdge: root.outlined ? Theme.ink : "#b98055"
    readonly property color blush: root.fill("#e5a585")
    readonly property color mouth: root.outlined ? Theme.ink : "#a8430f"
    // Dark hair is drawn black, grey hair white, in any theme.
    readonly property color hair: Theme.dark ? Theme.paper : root.outlined ? Theme.ink : "#33291f"
    readonly property color silver: Theme.dark ? Theme.ink : root.fill("#c9c7c3")
    readonly property color silverShade: Theme.dark ? Theme.ink : root.fill("#b3b0ab")
    readonly property color sleeve: root.fill("#3f6f8f")
    readonly property color cuff: root.fill("#335a75")

    readonly property color sky: Theme.sceneGround
    readonly property color sun: root.fill("#f6d9a6")
    readonly property color house: root.fill("#e4d8c1")
    readonly property color houseShade: root.fill("#dacdb2")
    readonly property color crown: root.fill("#d3d2b4")
    readonly property color bark: root.fill("#cdbb98")
    readonly property color base: root.fill("#083a75")
    readonly property color glass: root.fill("#f6efe0")
    readonly property color floor: root.fill("#dac9a7")
    readonly property color floorShade: root.fill("#c9b58d")
    readonly property color green: root.fill("#1c7a4a")
    readonly property color greenShade: root.fill("#15633b")
    readonly property color leaf: root.fill("#5aa37c")
    readonly property color terracotta: root.fill("#b4552b")
    readonly property color terracottaShade: root.fill("#98431f")
    readonly property color teal: root.fill("#0f6f8f")
    readonly property color tealShade: root.fill("#0b5872")
    readonly property color slate: root.fill("#4b5569")
    readonly property color slateShade: root.fill("#3a4356")
    readonly property color wood: root.outlined ? Theme.ink : "#8a5a33"
    readonly property color iron: root.outlined ? Theme.ink : "#2b3145"

    function fill(plain: string): color {
        return root.outlined ? Theme.paper : plain;
    }
}
