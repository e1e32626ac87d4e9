pragma Singleton
import QtQuick

// Every size in millimetres, every colour by what it means. Set by Main alone.
QtObject {
    id: root

    property real pxPerMm: 4.03
    property bool elder: false
    property bool contrast: false
    property var icons: ({})

    readonly property real grow: elder ? 1.25 : 1.0
    readonly property bool strong: elder || contrast

    readonly property color ink: contrast ? "#000000" : "#14213d"
    readonly property color grey: contrast ? "#000000" : elder ? "#3a4456" : "#5b667a"
    readonly property color blue: strong ? "#0a4488" : "#0b4f9e"
    readonly property color attention: strong ? "#8a3509" : "#a8430f"
    readonly property color done: strong ? "#0f5a34" : "#1c7a4a"
    readonly property color outline: contrast ? "#000000" : elder ? "#5b667a" : "#8590a5"
    readonly property color cream: contrast ? "#ffffff" : "#f6f4ee"
    readonly property color paper: "#ffffff"
    readonly property color paleBlue: contrast ? "#ffffff" : "#e6eef8"
    readonly property color paleDone: contrast ? "#ffffff" : "#e5f2ea"
    readonly property color paleAttention: contrast ? "#ffffff" : "#fdede3"
    readonly property color resting: contrast ? "#ffffff" : "#eeeff4"
    readonly property color light: "#ffffff"

    readonly property real gap: mm(4)
    readonly property real margin: mm(10)
    readonly property real target: mm(elder ? 20 : 15)
    readonly property real radius: mm(4)
    readonly property real line: Math.max(2, mm(0.5))

    readonly property int textTitle: px(12)
    readonly property int textHeading: px(8.6)
    readonly property int textBody: px(7.4)
    readonly property int textSmall: px(elder ? 7.3 : 6.3)
    readonly property int textNumber: px(15)
    readonly property int motion: elder ? 0 : 180

    function mm(value: real): real {
        return value * pxPerMm;
    }

    function px(value: real): int {
        return Math.max(20, Math.round(value * pxPerMm * grow));
    }

    function icon(name: string): string {
        const code = icons[name];
        return code ? String.fromCodePoint(parseInt(code, 16)) : "";
    }

    function toneColor(tone: string): color {
        return tone === "done" ? done : tone === "attention" ? attention : ink;
    }

    function toneGround(tone: string): color {
        return tone === "done" ? paleDone : tone === "attention" ? paleAttention : tone === "quiet" ? paleBlue : paper;
    }
}
