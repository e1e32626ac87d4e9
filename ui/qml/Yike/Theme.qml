pragma Singleton
import QtQuick

// Sizes in millimetres and colours by role. Only Main.qml sets its properties.
QtObject {
    id: root

    property real pxPerMm: 4.03
    property bool elder: false
    property bool contrast: false
    // Pages are laid out from right to left.
    property bool mirrored: false
    property bool moving: true
    // Low position: pixels at the top and bottom of the screen out of a seated person's reach.
    property real outOfReachAbove: 0
    property real outOfReachBelow: 0
    // Icons that point along the line of writing, by the one that points the other way.
    readonly property var turned: ({
            "chevron-left": "chevron-right",
            "chevron-right": "chevron-left",
            "arrow-left": "arrow-right",
            "arrow-right": "arrow-left"
        })

    readonly property string family: "Noto Sans CJK SC"

    readonly property real grow: elder ? 1.25 : 1.0
    readonly property bool strong: elder || contrast

    readonly property color ink: contrast ? "#000000" : "#14213d"
    readonly property color grey: contrast ? "#000000" : elder ? "#3a4456" : "#5b667a"
    readonly property color blue: strong ? "#0a4488" : "#0b4f9e"
    readonly property color attention: strong ? "#8a3509" : "#a8430f"
    readonly property color done: strong ? "#0f5a34" : "#1c7a4a"
    readonly property color outline: contrast ? "#000000" : elder ? "#5b667a" : "#7d889e"
    readonly property color hairline: contrast ? "#000000" : elder ? "#8590a5" : "#d5d9e2"
    readonly property color cream: contrast ? "#ffffff" : "#f6f4ee"
    readonly property color paper: "#ffffff"
    readonly property color paleBlue: contrast ? "#ffffff" : "#e6eef8"
    readonly property color paleDone: contrast ? "#ffffff" : "#e5f2ea"
    readonly property color paleAttention: contrast ? "#ffffff" : "#fdede3"
    readonly property color resting: contrast ? "#ffffff" : "#eeede8"
    readonly property color overBlue: "#ffffff"
    readonly property color overBlueQuiet: strong ? "#ffffff" : "#dbe7f6"

    readonly property real gap: mm(4)
    readonly property real space: mm(6)
    readonly property real margin: mm(10)
    readonly property real target: mm(elder ? 20 : 15)
    readonly property real radius: mm(6)
    readonly property real line: Math.max(2, mm(0.5))

    // Font sizes are those of the em square, of which a Chinese character fills 0.92.
    readonly property int textTitle: px(13)
    readonly property int textHeading: px(9.2)
    readonly property int textBody: px(8)
    readonly property int textSmall: px(elder ? 7.9 : 6.6)
    // Names and values need at least 28 px: rare characters have many strokes.
    readonly property int textValue: Math.max(28, textBody)
    readonly property int textNumber: px(elder ? 17 : 20)
    readonly property FontMetrics bodyFont: FontMetrics {
        font.family: root.family
        font.pixelSize: root.textBody
    }
    readonly property FontMetrics valueFont: FontMetrics {
        font.family: root.family
        font.pixelSize: root.textValue
    }
    readonly property FontMetrics headingFont: FontMetrics {
        font.family: root.family
        font.pixelSize: Math.max(root.textValue, root.textHeading)
        font.bold: true
    }
    readonly property int motion: elder || !moving ? 0 : 200

    function mm(value: real): real {
        return value * pxPerMm;
    }

    function px(value: real): int {
        return Math.max(22, Math.round(value * pxPerMm * grow));
    }

    // True if a word or number would be broken on a line of this width. The character count is a fast upper bound: no
    // character is wider than the font is high.
    function parts(words: string, metrics: FontMetrics, room: real): bool {
        return words.length * metrics.height > room && words.split(/[\s\u2e80-\uffff]+/).some(word => word.length * metrics.height > room && metrics.advanceWidth(word) > room);
    }

    // The name of an icon's drawing; "" for no icon.
    function icon(name: string): string {
        return mirrored ? turned[name] ?? name : name;
    }

    function toneColor(tone: string): color {
        return tone === "done" ? done : tone === "attention" ? attention : ink;
    }

    function toneGround(tone: string): color {
        return tone === "done" ? paleDone : tone === "attention" ? paleAttention : tone === "quiet" ? paleBlue : paper;
    }
}
