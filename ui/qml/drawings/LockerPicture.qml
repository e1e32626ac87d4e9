pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes
import Yike

// A locker with one of its doors marked: open and swung aside with the thing behind it, or closed.
Picture {
    id: root

    required property string fate
    property string tone: "plain"
    readonly property bool open: root.fate === "open"
    readonly property color mark: root.tone === "attention" ? Theme.attention : Theme.blue

    sheet: Qt.size(200, 180)

    Shape {
        Fill {
            fillColor: Paint.outlined ? Paint.paper : Paint.metal
            strokeColor: Theme.ink
            strokeWidth: 4
            path: "M18 8H182A8 8 0 0 1 190 16V168H10V16A8 8 0 0 1 18 8Z"
        }

        Stroke {
            strokeColor: Paint.outlined ? Theme.ink : Theme.outline
            strokeWidth: 3
            path: "M12 60H188M12 114H188M70 10V166M130 10V166"
        }

        Stroke {
            strokeColor: Paint.outlined ? Theme.ink : Theme.outline
            strokeWidth: 5
            path: "M58 30V40M118 30V40M178 30V40M58 84V94M178 84V94M58 136V146M118 136V146M178 136V146"
        }

        Fill {
            fillColor: root.open ? Paint.shutter : Paint.paper
            strokeColor: root.mark
            strokeWidth: 6
            path: "M72 62H128V112H72Z"
        }

        Fill {
            fillColor: root.open ? Paint.paper : "transparent"
            strokeColor: root.open ? Theme.ink : "transparent"
            strokeWidth: root.open ? 2.5 : -1
            path: "M84 76H116V108H84Z"
        }

        Stroke {
            strokeColor: root.open ? Theme.ink : root.mark
            strokeWidth: root.open ? 2.5 : 5
            path: root.open ? "M90 86H110M90 94H104" : "M118 82V94"
        }

        Fill {
            fillColor: root.open ? Paint.paper : "transparent"
            strokeColor: root.open ? root.mark : "transparent"
            strokeWidth: root.open ? 5 : -1
            path: "M72 62L40 50V128L72 112Z"
        }

        Fill {
            fillColor: Theme.ink
            strokeWidth: -1
            path: "M22 168H44V176H22ZM156 168H178V176H156Z"
        }
    }
}
