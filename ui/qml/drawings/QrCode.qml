pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes

// A QR code from its modules: rows of "0" and "1". A module has a whole number of pixels, and 4 modules around the code are empty
// (ISO/IEC 18004). Black on white in every theme, for the phones that read it.
Rectangle {
    id: root

    property var modules: []
    readonly property int quiet: 4
    readonly property int side: root.modules.length + 2 * root.quiet
    readonly property int step: Math.max(1, Math.floor(Math.min(root.width, root.height) / root.side))

    // One rectangle for each run of dark modules in a row.
    function runs(): string {
        const found = [];
        root.modules.forEach((row, line) => {
            row.replace(/1+/g, (run, start) => found.push(`M${start} ${line}h${run.length}v1h${-run.length}Z`));
        });
        return found.join("");
    }

    color: "#ffffff"

    Shape {
        visible: root.modules.length > 0
        x: Math.round((root.width - root.modules.length * root.step) / 2)
        y: Math.round((root.height - root.modules.length * root.step) / 2)
        transformOrigin: Item.TopLeft
        scale: root.step

        ShapePath {
            strokeWidth: -1
            fillColor: "#000000"

            PathSvg {
                path: root.runs()
            }
        }
    }
}
