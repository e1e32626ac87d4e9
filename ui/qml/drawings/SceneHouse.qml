pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes
import Yike

// A house of the scene's background, 150 × 230 units, its foot at the bottom.
Shape {
    id: root

    width: 150
    height: 230

    Fill {
        fillColor: Paint.house
        path: "M14 62H136V230H14Z"
    }

    Fill {
        fillColor: Paint.houseShade
        path: "M75 0L150 64H0Z"
    }

    Fill {
        fillColor: Paint.glass
        path: "M34 86H62V118H34ZM88 86H116V118H88ZM34 140H62V172H34ZM88 140H116V172H88Z"
    }
}
