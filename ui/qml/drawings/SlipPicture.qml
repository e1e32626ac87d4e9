pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes
import Yike

// The slip and its fate. `fate` is coming | out | taken | missing | unsure.
Picture {
    id: root

    required property string fate
    // Of the arrow: done | attention.
    property string tone: "done"
    readonly property bool here: root.fate === "coming" || root.fate === "out" || root.fate === "taken"
    readonly property var discs: ({
            "coming": ["clock", "blue"],
            "taken": ["check", "done"],
            "missing": ["cross", "attention"],
            "unsure": ["question", "attention"]
        })
    readonly property list<string> disc: root.discs[root.fate] ?? []

    sheet: Qt.size(180, 180)

    Shape {
        visible: root.fate !== "taken"

        Fill {
            fillColor: Paint.outlined ? Paint.paper : Paint.metal
            strokeColor: Theme.blue
            strokeWidth: 4
            path: "M25 8H155A13 13 0 0 1 155 34H25A13 13 0 0 1 25 8Z"
        }

        Stroke {
            strokeWidth: 5
            path: "M30 21H150"
        }
    }

    HandBack {
        visible: root.fate === "taken"
        x: 82
        y: 114
        scale: 0.7
    }

    // The slip leaves the slot's mouth; while it is printed its upper part is still inside.
    Item {
        x: root.fate === "taken" ? 20 : 40
        y: root.fate === "taken" ? 16 : 21
        width: 100
        height: 140
        clip: root.fate === "coming"

        SlipFace {
            visible: root.here
            y: root.fate === "coming" ? -44 : 0
            rotation: root.fate === "taken" ? -6 : 0
        }

        DashedSlip {
            visible: !root.here
            y: 2
        }
    }

    HandFront {
        visible: root.fate === "taken"
        x: 82
        y: 114
        scale: 0.7
        arm: 8
    }

    Arrow {
        visible: root.fate === "out"
        x: 140
        y: 76
        transformOrigin: Item.TopLeft
        scale: 0.82
        ink: root.tone === "attention" ? Theme.attention : Theme.done
    }

    Disc {
        visible: root.disc.length > 0
        x: root.fate === "taken" ? 8 : root.fate === "unsure" ? 60 : 108
        y: root.fate === "unsure" ? 58 : root.fate === "coming" ? 92 : 118
        width: 60
        sign: root.disc[0] ?? ""
        tone: root.disc[1] ?? ""
    }
}
