pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes
import Yike

// The terminal of the scene. In units of the scene's sheet.
Shape {
    id: root

    Fill {
        fillColor: Paint.outlined ? Paint.paper : Theme.blue
        strokeColor: Theme.blue
        strokeWidth: 4
        path: "M312 36H440A16 16 0 0 1 456 52V392H296V52A16 16 0 0 1 312 36Z"
    }

    Fill {
        fillColor: Paint.screen
        path: "M316 52H436A7 7 0 0 1 443 59V221A7 7 0 0 1 436 228H316A7 7 0 0 1 309 221V59A7 7 0 0 1 316 52Z"
    }

    Stroke {
        strokeWidth: 9
        path: "M323 70H376"
    }

    Fill {
        fillColor: Paint.paper
        strokeColor: Theme.outline
        strokeWidth: 2
        path: "M325 86H427A6 6 0 0 1 433 92V112A6 6 0 0 1 427 118H325A6 6 0 0 1 319 112V92A6 6 0 0 1 325 86ZM325 126H427A6 6 0 0 1 433 132V152A6 6 0 0 1 427 158H325A6 6 0 0 1 319 152V132A6 6 0 0 1 325 126Z"
    }

    Fill {
        fillColor: Theme.done
        strokeWidth: -1
        path: "M326 186H426A7 7 0 0 1 433 193V211A7 7 0 0 1 426 218H326A7 7 0 0 1 319 211V193A7 7 0 0 1 326 186Z"
    }

    // Slot and reader.
    Fill {
        fillColor: Paint.outlined ? Paint.paper : Theme.paleBlue
        strokeWidth: Paint.outlined ? Paint.edgeWidth : -1
        path: "M364 242H434A8 8 0 0 1 442 250V290A8 8 0 0 1 434 298H364A8 8 0 0 1 356 290V250A8 8 0 0 1 364 242ZM314 246H340A4.500 4.500 0 0 1 340 255H314A4.500 4.500 0 0 1 314 246Z"
    }

    Stroke {
        strokeColor: Theme.blue
        strokeWidth: 2.4
        strokeStyle: ShapePath.DashLine
        dashPattern: [3, 2.2]
        path: "M366 248H432A4 4 0 0 1 436 252V288A4 4 0 0 1 432 292H366A4 4 0 0 1 362 288V252A4 4 0 0 1 366 248Z"
    }

    // The door below.
    Stroke {
        strokeColor: Paint.outlined ? Theme.blue : Paint.base
        strokeWidth: 2.5
        path: "M310 316H442V374H310ZM430 342V350"
    }

    Fill {
        fillColor: Paint.outlined ? Theme.blue : Paint.base
        path: "M290 386H462A7 7 0 0 1 462 400H290A7 7 0 0 1 290 386Z"
    }
}
