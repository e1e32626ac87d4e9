pragma Singleton
import QtQuick

// Sizes in millimetres and colours by role. Only Main.qml sets its properties.
QtObject {
    id: root

    property real pxPerMm: 4.03
    // Width and height of the screen.
    property size screenMm: Qt.size(268, 476)
    property bool elder: false
    // High contrast: black on white, or light on black where `dark` is also set.
    property bool contrast: false
    property bool dark: false
    // The pages of staff: cool ground, graphite instead of blue, so that they are never taken for a citizen's.
    property bool technician: false
    // Low position: the page is in the reach of a seated person.
    property bool low: false
    // Pages are laid out from right to left.
    property bool mirrored: false
    property bool moving: true
    // The font's quotation marks are as wide as a Chinese character, except with this feature.
    property bool chinese: true
    readonly property var features: chinese ? ({}) : ({
            "pwid": 1
        })
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

    readonly property real grow: elder ? 1.4 : 1.0
    readonly property bool strong: elder || contrast

    readonly property color ink: dark ? "#ffffff" : contrast ? "#000000" : "#14213d"
    readonly property color grey: dark ? "#ffffff" : contrast ? "#000000" : elder ? "#3a4456" : "#434d61"
    readonly property color blue: dark ? "#ffe14d" : technician ? (contrast ? "#000000" : "#1d242f") : strong ? "#0a4488" : "#0b4f9e"
    readonly property color attention: dark ? "#ffb38a" : strong ? "#87330a" : "#a8430f"
    readonly property color done: dark ? "#9be8b8" : strong ? "#0f5a34" : "#1c7a4a"
    readonly property color outline: dark ? "#ffffff" : contrast ? "#000000" : elder || technician ? "#5b667a" : "#7d889e"
    readonly property color hairline: dark ? "#ffffff" : contrast ? "#000000" : elder ? "#8590a5" : "#d5d9e2"
    readonly property color cream: dark ? "#000000" : contrast ? "#ffffff" : technician ? "#e9edf2" : "#f6f4ee"
    readonly property color paper: dark ? "#000000" : "#ffffff"
    readonly property color paleBlue: contrast ? paper : technician ? "#dde3ea" : "#e6eef8"
    readonly property color paleDone: contrast ? paper : "#e5f2ea"
    readonly property color paleAttention: contrast ? paper : "#fdede3"
    readonly property color resting: contrast ? paper : technician ? "#e2e6ec" : "#eeede8"
    readonly property color sceneGround: contrast ? paper : "#efe7d8"
    // The part of a bar or picture that is still to come.
    readonly property color track: contrast ? paper : "#d8d4c8"
    // The head of the pages of staff: graphite, with a hatch of amber. Teal marks what is to be done now.
    readonly property color head: dark ? "#000000" : contrast ? "#ffffff" : "#1d242f"
    readonly property color headQuiet: dark ? "#000000" : contrast ? "#ffffff" : "#2b3440"
    readonly property color overHead: contrast ? ink : "#ffffff"
    readonly property color overHeadQuiet: contrast ? ink : "#c9d1db"
    readonly property color amber: dark ? "#ffe14d" : contrast ? "#000000" : "#ffb020"
    readonly property color overAmber: dark ? "#000000" : contrast ? "#ffffff" : "#1d242f"
    readonly property color heed: dark ? "#ffe14d" : strong ? "#5c3d00" : "#7a5200"
    readonly property color teal: dark ? "#9be8b8" : strong ? "#06464f" : "#0b5f6b"
    readonly property color overBlue: dark ? "#000000" : "#ffffff"
    readonly property color overBlueQuiet: dark ? "#000000" : strong ? "#ffffff" : technician ? "#dfe4ea" : "#dbe7f6"

    // A screen of another size has the same page in its own size. In low position less of a large screen is in reach.
    readonly property real scale: Math.min(screenMm.width / 267, screenMm.height / 476, low ? 1.1 : 1.5)

    readonly property real gap: mm(4)
    readonly property real space: mm(6)
    readonly property real margin: mm(10)
    readonly property real target: mm(elder ? 20 : 15)
    readonly property real radius: mm(7)
    readonly property real line: Math.max(2, mm(0.5))

    // Font sizes are those of the em square, of which a Chinese character fills 0.92.
    readonly property int textTitle: px(elder ? 15 : 17)
    readonly property int textHeading: px(11)
    readonly property int textBody: px(9.5)
    // Content of a page: larger where much space is left.
    readonly property int textReading: px((elder ? 9.5 : 10) * (grown ? 1.15 : 1))
    readonly property int textSmall: px(8)
    // Labels of the status bar: in large letters they grow less, so that they stay on one line.
    readonly property int textStatus: elder ? Math.max(22, Math.round(mm(9.9))) : textSmall
    // Names and values need at least 28 px: rare characters have many strokes.
    readonly property int textValue: Math.max(28, textBody)
    readonly property int textNumber: px(elder ? 17 : 20)
    readonly property FontMetrics bodyFont: FontMetrics {
        font.family: root.family
        font.pixelSize: root.textReading
    }
    readonly property FontMetrics valueFont: FontMetrics {
        font.family: root.family
        font.pixelSize: Math.max(28, root.textReading)
    }
    readonly property FontMetrics headingFont: FontMetrics {
        font.family: root.family
        font.pixelSize: Math.max(root.textValue, root.textHeading, root.textReading)
        font.bold: true
    }
    // Share (0 to 1) of its possible extra height that a page with space to spare takes. Set by Content.
    property real spread: 0
    property bool grown: false
    readonly property int motion: elder || !moving ? 0 : 200

    // Millimetres of the page: those of a screen of 268 × 476 mm.
    function mm(value: real): real {
        return value * pxPerMm * scale;
    }

    // Millimetres of the glass.
    function onGlass(value: real): real {
        return value * pxPerMm;
    }

    function px(value: real): int {
        return Math.max(22, Math.round(mm(value) * grow));
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
        return tone === "done" ? done : tone === "attention" ? attention : tone === "quiet" ? blue : ink;
    }

    // The colour of a sign; its shape says the same.
    function markColor(mark: string): color {
        return mark === "fault" || mark === "child" ? attention : mark === "heed" ? heed : mark === "good" ? done : mark === "now" ? teal : grey;
    }

    function toneGround(tone: string): color {
        return tone === "done" ? paleDone : tone === "attention" ? paleAttention : tone === "quiet" ? paleBlue : paper;
    }
}
