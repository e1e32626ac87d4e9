pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes
import Yike

// The front of an identity card, 100 × 63 units: lines at the left, the portrait at the right, the number below.
Shape {
    id: root

    width: 100
    height: 63

    Fill {
        fillColor: Paint.paper
        strokeColor: Theme.ink
        strokeWidth: 2.4
        path: "M6 1H94A5 5 0 0 1 99 6V57A5 5 0 0 1 94 62H6A5 5 0 0 1 1 57V6A5 5 0 0 1 6 1Z"
    }

    Stroke {
        strokeColor: Theme.outline
        strokeWidth: 4.6
        path: "M12 14H46M12 24H54M12 34H42"
    }

    Stroke {
        strokeWidth: 5.2
        path: "M12 50H80"
    }

    Fill {
        fillColor: Paint.outlined ? Paint.paper : Theme.paleBlue
        strokeColor: Theme.outline
        strokeWidth: 1.6
        path: "M68 8H88A3 3 0 0 1 91 11V37A3 3 0 0 1 88 40H68A3 3 0 0 1 65 37V11A3 3 0 0 1 68 8Z"
    }

    Fill {
        fillColor: Theme.outline
        strokeWidth: -1
        path: "M78 13.500A6 6 0 0 1 78 25.500A6 6 0 0 1 78 13.500ZM67.500 38.600C67.500 30.500 72 28 78 28S88.500 30.500 88.500 38.600Z"
    }
}
