pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes
import Yike

// A surface to write on with one finger. The session holds the strokes; here is the one under the finger, and those that
// the session has not shown yet. A palm and a second finger write nothing.
Item {
    id: root

    required property ViewModel viewModel
    readonly property var pad: root.viewModel.pad
    readonly property string key: root.pad.key ?? ""
    readonly property int inkWidth: root.pad.size?.[0] ?? 1
    readonly property int inkHeight: root.pad.size?.[1] ?? 1
    readonly property int pointsMost: root.pad.most ?? 0
    readonly property bool full: root.pad.full ?? true
    readonly property int strokes: root.pad.strokes ?? 0
    // Pixels of the unit of ink.
    readonly property real unit: root.width / root.inkWidth
    // Contact of a palm: a thumb pressed flat is 20 mm.
    readonly property real palm: Theme.onGlass(25)
    // The least distance between two points, before a long stroke leaves out points.
    readonly property real finest: 12
    readonly property bool unbreakable: true

    // The session answers a stroke within this time, or did not take it.
    property int patienceMs: 2000

    property int finger: -1
    property list<int> live: []
    property string livePath: ""
    property real coarse: root.finest
    property real began: 0
    property real moved: 0
    property bool outside: false
    property var unanswered: []
    property int known: 0

    function isPalm(contact: size): bool {
        return contact.width > root.palm || contact.height > root.palm;
    }

    // A contact that has not moved rests, and gives way to the next: a hand is laid down before it writes.
    function press(finger: int, at: point, contact: size): void {
        if (root.full || root.isPalm(contact) || root.finger >= 0 && root.moved > root.inkWidth / 100)
            return;
        root.drop();
        root.finger = finger;
        root.moved = 0;
        root.outside = false;
        root.begin(root.inkX(at.x), root.inkY(at.y));
    }

    function move(finger: int, at: point, contact: size): void {
        if (finger !== root.finger)
            return;
        if (root.isPalm(contact)) {
            root.drop();
            return;
        }
        const out = at.x < 0 || at.y < 0 || at.x > root.width || at.y > root.height;
        // Beyond the edge nothing is written; who comes back begins another stroke.
        if (root.outside && !out)
            root.begin(root.inkX(at.x), root.inkY(at.y));
        else if (!root.outside)
            root.goOn(root.inkX(at.x), root.inkY(at.y));
        if (out && !root.outside)
            root.finish();
        root.outside = out;
    }

    function lift(finger: int): void {
        if (finger !== root.finger)
            return;
        if (!root.outside)
            root.finish();
        root.finger = -1;
    }

    function drop(): void {
        root.finger = -1;
        root.live = [];
        root.livePath = "";
    }

    function inkX(x: real): int {
        return Math.max(0, Math.min(root.inkWidth, Math.round(x / root.unit)));
    }

    function inkY(y: real): int {
        return Math.max(0, Math.min(root.inkHeight, Math.round(y / root.unit)));
    }

    function begin(x: int, y: int): void {
        root.began = Date.now();
        root.coarse = root.finest;
        root.live = [x, y, 0];
        root.livePath = root.drawn(root.live);
    }

    function goOn(x: int, y: int): void {
        const points = root.live;
        const end = points.length;
        const step = Math.hypot(x - points[end - 3], y - points[end - 2]);
        if (step < root.coarse)
            return;
        root.moved += step;
        // The clock may be set meanwhile.
        const at = Math.max(points[end - 1], Math.min(Date.now() - root.began, 60000));
        root.live.push(x, y, at);
        root.livePath = root.live.length === 6 ? root.drawn(root.live) : root.livePath + `L${x} ${y}`;
        if (root.live.length >= 3 * root.pointsMost)
            root.thin();
    }

    // Of a stroke that is too long every other point is enough.
    function thin(): void {
        const last = root.live.length - 3;
        root.live = root.live.filter((value, n) => Math.floor(n / 3) % 2 === 0 || n >= last);
        root.coarse *= 2;
        root.livePath = root.drawn(root.live);
    }

    // As kiosk.signature draws it.
    function drawn(numbers: var): string {
        let path = `M${numbers[0]} ${numbers[1]}` + (numbers.length === 3 ? "h1" : "");
        for (let n = 3; n < numbers.length; n += 3)
            path += `L${numbers[n]} ${numbers[n + 1]}`;
        return path;
    }

    function finish(): void {
        const numbers = Array.from(root.live);
        root.unanswered = [...root.unanswered, root.drawn(numbers)];
        root.live = [];
        root.livePath = "";
        patience.restart();
        root.viewModel.drawn(root.key, numbers, Math.round(root.width / Theme.pxPerMm));
    }

    onStrokesChanged: {
        root.unanswered = root.unanswered.slice(Math.max(0, root.strokes - root.known));
        root.known = root.strokes;
    }
    onEnabledChanged: {
        if (!root.enabled)
            root.drop();
    }
    Component.onCompleted: root.known = root.strokes

    // What the session did not take is not on the page.
    Timer {
        id: patience

        interval: root.patienceMs
        onTriggered: root.unanswered = []
    }

    Rectangle {
        anchors.fill: parent
        radius: Theme.radius
        color: Theme.paper
        border.width: Theme.line * 1.5
        border.color: Theme.blue
        Accessible.role: Accessible.Graphic
        Accessible.name: root.pad.label ?? ""
    }

    Shape {
        x: root.width * 0.06
        y: root.height * 0.8
        width: root.width * 0.88
        height: Theme.line

        ShapePath {
            strokeColor: Theme.outline
            strokeWidth: Theme.line
            strokeStyle: ShapePath.DashLine
            capStyle: ShapePath.FlatCap
            dashPattern: [6, 6]
            startX: 0
            startY: 0

            PathLine {
                x: root.width * 0.88
                y: 0
            }
        }
    }

    component Caption: Words {
        y: root.height * 0.8 + Math.max(Theme.line * 2, (root.height * 0.2 - height) / 2)
        size: Theme.textSmall
        color: Theme.grey
    }

    Caption {
        id: hint

        visible: hint.width < root.width * 0.88 && hint.height < root.height * 0.2
        anchors.left: parent.left
        anchors.leftMargin: root.width * 0.06
        text: root.pad.hint ?? ""
    }

    Caption {
        id: note

        // Where both have no room, what to do goes before what becomes of it.
        visible: hint.implicitWidth + note.implicitWidth + Theme.space < root.width * 0.88
        anchors.right: parent.right
        anchors.rightMargin: root.width * 0.06
        text: root.pad.note ?? ""
    }

    component Ink: Shape {
        id: ink

        property alias path: svg.path

        width: root.inkWidth
        height: root.inkHeight
        transformOrigin: Item.TopLeft
        scale: root.unit

        ShapePath {
            fillColor: "transparent"
            strokeColor: Theme.ink
            strokeWidth: 90
            capStyle: ShapePath.RoundCap
            joinStyle: ShapePath.RoundJoin

            PathSvg {
                id: svg
            }
        }
    }

    Ink {
        visible: root.strokes > 0
        path: root.pad.ink ?? ""
    }

    Ink {
        visible: root.unanswered.length > 0
        path: root.unanswered.join("")
    }

    Ink {
        visible: root.livePath !== ""
        path: root.livePath
    }

    MultiPointTouchArea {
        readonly property bool writes: true

        objectName: root.key
        anchors.fill: parent
        onPressed: points => points.forEach(each => root.press(each.pointId, Qt.point(each.x, each.y), Qt.size(each.area.width, each.area.height)))
        onUpdated: points => points.forEach(each => root.move(each.pointId, Qt.point(each.x, each.y), Qt.size(each.area.width, each.area.height)))
        onReleased: points => points.forEach(each => root.lift(each.pointId))
        onCanceled: points => points.forEach(each => {
            if (each.pointId === root.finger)
                root.drop();
        })
    }
}
