pragma ComponentBehavior: Bound

import QtQuick
import Yike

// The content zone: title, errors, and the page's own parts. Content taller than the zone is divided into screens, turned
// by large buttons. A screen never ends inside an item with `unbreakable`.
Item {
    id: root

    required property ViewModel viewModel
    default property alias parts: column.data
    property alias spacing: column.spacing
    property bool headed: true
    // A finger that moves over the page writes on it, and turns nothing.
    property bool writable: false
    property int turn: 0
    property list<real> tops: [0]
    property real visibleHeight: root.height
    readonly property bool paged: root.tops.length > 1
    // Height of the bar when it was last shown, before that its minimum.
    property real barHeight: Theme.target + Theme.mm(2)
    readonly property int pageSerial: root.viewModel.pageSerial
    readonly property real free: root.height - (head.visible ? head.height + column.spacing : 0)
    // The first unbreakable item of the screen that is shown, and of each screen.
    property int firstUnit: 0
    property list<int> firsts: [0]
    property bool resized: false
    // True from a page change to its first layout.
    property bool firstLayout: true
    property bool layoutPending: true
    property bool measuring: false
    property var hiddenUnits: []

    onPageSerialChanged: {
        root.firstLayout = true;
        root.layoutPending = true;
        root.firstUnit = 0;
        root.turn = 0;
    }
    onHeightChanged: {
        root.resized = true;
        root.relayoutLater();
    }
    // Before the next frame: the software renderer would draw Shapes that are turned away, and over everything.
    onTurnChanged: {
        if (root.firstLayout)
            root.relayoutLater();
        else if (!root.measuring)
            root.layOut();
    }
    onBarHeightChanged: {
        root.layoutPending = true;
        root.viewModel.requestLayout();
    }

    function relayoutLater(): void {
        if (root.measuring)
            return;
        root.layoutPending = true;
        // A page that is kept hidden would take the height of the one that is shown.
        if (root.viewModel.live)
            root.viewModel.requestLayout();
    }

    function layOut(): void {
        root.layoutPending = false;
        root.measuring = true;
        const before = root.tops.length;
        spare.take();
        root.paginate();
        root.measuring = false;
        // What is being written stays in sight, also when something that is said moves it to another screen.
        if (root.resized || root.tops.length > before && !root.firstLayout)
            root.followFocus();
        root.resized = false;
        root.firstLayout = false;
    }

    function paginate(): void {
        const fits = column.height <= root.height + 1;
        const room = fits ? root.height : root.height - root.barHeight - Theme.gap;
        const found = units.all(room);
        const firsts = fits ? [0] : units.firsts(found, room);
        const starts = firsts.map((first, n) => n === 0 ? 0 : found[first][0]);
        let turn = Math.min(root.turn, starts.length - 1);
        if (starts.length !== root.tops.length)
            turn = Math.max(0, firsts.filter(first => first <= root.firstUnit).length - 1);
        root.firstUnit = firsts[turn];
        root.firsts = firsts;
        root.tops = starts;
        root.turn = turn;
        const end = turn + 1 < starts.length ? units.endBefore(found, starts[turn + 1]) : starts[turn] + room;
        root.visibleHeight = Math.min(room, end - starts[turn]);
        // The software renderer ignores an empty clip and would draw Shapes of other screens over this one, so they are made
        // transparent. Opacity 0 would remove them from the accessibility tree.
        const outside = found.filter(unit => unit[3] && (unit[1] <= starts[turn] || unit[0] >= starts[turn] + root.visibleHeight));
        for (const item of root.hiddenUnits) {
            if (item?.parent)
                item.opacity = 1;
        }
        root.hiddenUnits = outside.map(unit => unit[3]);
        for (const item of root.hiddenUnits)
            item.opacity = 0.001;
    }

    // Turn to the screen with the focused item, if it is in this zone.
    function followFocus(): void {
        const item = root.Window.activeFocusItem;
        if (item && root.inColumn(item))
            root.reveal(item);
    }

    // Turn to the screen with this item, or with its beginning if no part of it is seen.
    function reveal(item: Item): void {
        const at = item.mapToItem(column, 0, 0).y + 1;
        const here = root.tops[root.turn];
        if (at < here && at + item.height > here + Theme.target)
            return;
        root.turnTo(root.tops.filter(top => top <= at).length - 1);
    }

    // Its first item decides where the page turns, should the screens be divided anew at the same moment.
    function turnTo(turn: int): void {
        const there = Math.max(0, Math.min(root.tops.length - 1, turn));
        root.firstUnit = root.firsts[there] ?? 0;
        root.turn = there;
    }

    function inColumn(item: Item): bool {
        for (let above = item; above; above = above.parent) {
            if (above === column)
                return true;
        }
        return false;
    }

    Units {
        id: units

        column: column
    }

    SpareHeight {
        id: spare

        page: root.viewModel.pageId
        column: column
        room: root.height
        spacing: column.spacing
        filler: filler
    }

    // A new page is laid out before its first frame; later changes are collected into one layout pass.
    Connections {
        target: root.viewModel

        function onLayoutDue(): void {
            if (root.layoutPending && root.viewModel.live)
                root.layOut();
        }
    }

    // Other rows are placed when a frame is polished: they are laid out before it.
    Connections {
        target: root.viewModel.blocks

        function onRowsInserted(): void {
            root.layoutPending = true;
        }

        function onRowsRemoved(): void {
            root.layoutPending = true;
        }

        function onDataChanged(): void {
            root.layoutPending = true;
        }
    }

    Connections {
        target: root.Window.window

        function onActiveFocusItemChanged(): void {
            root.followFocus();
        }
    }

    Item {
        id: zone

        // As wide as the screen: the tinted head has no margins.
        x: -Theme.margin
        width: root.width + 2 * Theme.margin
        height: root.visibleHeight
        clip: root.paged
        objectName: "content"

        Column {
            id: column

            x: Theme.margin
            y: -root.tops[Math.min(root.turn, root.tops.length - 1)]
            width: root.width
            spacing: Theme.space * (1 + 0.6 * Theme.spread)
            onHeightChanged: root.relayoutLater()

            Behavior on y {
                enabled: Theme.motion > 0 && root.paged && !root.firstLayout

                NumberAnimation {
                    duration: Theme.motion
                    easing.type: Easing.OutCubic
                }
            }

            PageHead {
                id: head

                // Over an open keyboard in low position there may be less room than the title needs: it was read before.
                visible: root.headed && head.height <= root.height - root.barHeight - Theme.gap
                width: column.width
                viewModel: root.viewModel
            }

            // Low position: a picture takes the space above, so that what is touched is at the bottom.
            Loader {
                id: filler

                width: column.width
                height: 0
                visible: active
                active: Theme.low && filler.height > 0
                source: "ScenePanel.qml"
            }
        }
    }

    DragHandler {
        id: drag

        property real far: 0

        target: null
        xAxis.enabled: false
        enabled: root.paged && !root.writable
        onActiveTranslationChanged: {
            if (drag.active)
                drag.far = drag.activeTranslation.y;
        }
        onActiveChanged: {
            if (drag.active)
                drag.far = 0;
            else if (Math.abs(drag.far) > Theme.mm(15)) {
                root.viewModel.touch("still-here");
                root.turnTo(root.turn + (drag.far < 0 ? 1 : -1));
            }
        }
    }

    Loader {
        id: turnBar

        anchors.bottom: parent.bottom
        width: parent.width
        // Kept once it was needed: making it anew would delay every long page.
        active: root.paged || turnBar.item !== null
        visible: root.paged
        onHeightChanged: {
            if (turnBar.height > 0)
                root.barHeight = turnBar.height;
        }
        sourceComponent: TurnBar {
            viewModel: root.viewModel
            turn: root.turn
            turns: root.tops.length
            onTurned: step => {
                root.turnTo(root.turn + step);
                root.viewModel.touch("still-here");
            }
        }
    }
}
