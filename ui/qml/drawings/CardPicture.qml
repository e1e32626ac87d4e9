pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes
import Yike

// The card and its fate. `fate` is there (on the reader) | taken | unsure | none (no card was used).
Picture {
    id: root

    required property string fate
    readonly property bool there: root.fate === "there"
    readonly property bool taken: root.fate === "taken"
    readonly property bool unsure: root.fate === "unsure"

    sheet: Qt.size(180, 180)

    Shape {
        visible: !root.taken

        Fill {
            fillColor: Paint.outlined ? Paint.paper : root.there ? Theme.paleBlue : Paint.wall
            strokeColor: root.there ? Theme.blue : Theme.outline
            strokeWidth: 4
            strokeStyle: root.there ? ShapePath.SolidLine : ShapePath.DashLine
            dashPattern: [3, 2.2]
            path: root.there ? "M22 46H158A12 12 0 0 1 170 58V162A12 12 0 0 1 158 174H22A12 12 0 0 1 10 162V58A12 12 0 0 1 22 46Z" : "M24 44H156A10 10 0 0 1 166 54V126A10 10 0 0 1 156 136H24A10 10 0 0 1 14 126V54A10 10 0 0 1 24 44Z"
        }
    }

    HandBack {
        visible: root.taken
        x: 82
        y: 80
        scale: 0.7
    }

    CardFace {
        visible: root.there || root.taken
        x: root.taken ? 0 : 30
        y: root.taken ? 34 : 76
        transformOrigin: Item.TopLeft
        scale: root.taken ? 1.04 : 1.2
        rotation: root.taken ? -6 : 0
    }

    HandFront {
        visible: root.taken
        x: 82
        y: 80
        scale: 0.7
        arm: 8
    }

    Arrow {
        visible: root.there
        x: 56
        y: 16
        rotation: 180
    }

    Disc {
        x: root.taken ? 14 : root.unsure ? 60 : 118
        y: root.taken ? 112 : root.unsure ? 60 : 8
        width: 60
        sign: root.taken ? "check" : root.there ? "attention" : root.unsure ? "question" : "minus"
        tone: root.taken ? "done" : root.there || root.unsure ? "attention" : "quiet"
    }
}
