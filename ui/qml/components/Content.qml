pragma ComponentBehavior: Bound

import QtQuick
import Yike

// The content zone: title, what is wrong, and the page's own parts. What is taller is turned like a page, by large
// buttons; a turn never parts an item that calls itself `whole`.
Item {
    id: root

    required property ViewModel viewModel
    default property alias parts: column.data
    property alias spacing: column.spacing
    property bool headed: true
    property int turn: 0
    property list<real> tops: [0]
    property real cut: root.height
    readonly property bool longer: root.tops.length > 1
    // Before the bar is there its height is known from the words it will carry.
    readonly property real barHeight: turning.item ? turning.height : Theme.target + Theme.mm(2)
    readonly property int arrivals: root.viewModel.arrivals
    readonly property real free: root.height - (root.headed ? head.height + column.spacing : 0)
    property int firstWhole: 0
    property bool resized: false
    // Until a page that comes is laid out for the first time.
    property bool arriving: true
    property bool unsettled: true
    property var faded: []

    onArrivalsChanged: {
        root.arriving = true;
        root.unsettled = true;
        root.firstWhole = 0;
        root.turn = 0;
    }
    onHeightChanged: {
        root.resized = true;
        root.later();
    }
    onTurnChanged: root.later()
    onBarHeightChanged: root.later()

    // Top and bottom of everything that must stay whole, from above. What is taller than a turn is parted between its parts.
    function wholes(item: Item, room: real, parted: bool, found: var): var {
        for (const child of item.children) {
            if (!child.visible || child.height <= 0)
                continue;
            const whole = child["whole"] === true;
            if (parted || whole && child.height <= room) {
                const top = child.mapToItem(column, 0, 0).y;
                found.push([top, top + child.height, child["leads"] === true, parted ? null : child]);
            } else {
                root.wholes(child, room, whole, found);
            }
        }
        return found;
    }

    // Positioners arrange their items when a frame is drawn, which is too late for that frame's own layout.
    function arrange(item: Item): void {
        for (const child of item.children)
            root.arrange(child);
        if (item["forceLayout"])
            item["forceLayout"]();
    }

    function later(): void {
        root.unsettled = true;
        root.viewModel.completeLater();
    }

    function settle(): void {
        root.unsettled = false;
        if (root.arriving)
            root.arrange(column);
        root.lay();
        if (root.resized)
            root.follow();
        root.resized = false;
        root.arriving = false;
    }

    function lay(): void {
        const fits = column.height <= root.height + 1;
        const room = fits ? root.height : root.height - root.barHeight - Theme.gap;
        const found = root.wholes(column, room, false, []).sort((a, b) => a[0] - b[0]);
        const starts = [0];
        const firsts = [0];
        found.forEach((whole, place) => {
            const start = starts[starts.length - 1];
            if (fits || whole[1] <= start + room || whole[0] <= start + 1)
                return;
            // A heading goes with what it heads.
            const led = place > 0 && found[place - 1][2] && found[place - 1][0] > start + 1;
            firsts.push(led ? place - 1 : place);
            starts.push(found[led ? place - 1 : place][0]);
        });
        let turn = Math.min(root.turn, starts.length - 1);
        if (starts.length !== root.tops.length)
            turn = Math.max(0, firsts.filter(first => first <= root.firstWhole).length - 1);
        root.firstWhole = firsts[turn];
        root.tops = starts;
        root.turn = turn;
        const end = turn + 1 < starts.length ? starts[turn + 1] - Theme.mm(1) : starts[turn] + room;
        root.cut = Math.min(room, end - starts[turn]);
        // The software renderer draws a Shape of another turn over everything: where its clip is empty it forgets it. What
        // has no opacity at all a screen reader would not find.
        const away = found.filter(whole => whole[3] && (whole[1] <= starts[turn] || whole[0] >= starts[turn] + root.cut));
        for (const item of root.faded) {
            if (item?.parent)
                item.opacity = 1;
        }
        root.faded = away.map(whole => whole[3]);
        for (const item of root.faded)
            item.opacity = 0.001;
    }

    // Turn to what has the focus, if it stands here.
    function follow(): void {
        const item = root.Window.activeFocusItem;
        if (item && root.holds(item))
            root.reveal(item);
    }

    // Turn to where this item stands.
    function reveal(item: Item): void {
        const at = item.mapToItem(column, 0, 0).y + 1;
        root.turn = Math.max(0, root.tops.filter(top => top <= at).length - 1);
    }

    function holds(item: Item): bool {
        for (let above = item; above; above = above.parent) {
            if (above === column)
                return true;
        }
        return false;
    }

    // A page that comes is laid out before its first frame; what changes later, once for all that changes together.
    Connections {
        target: root.viewModel

        function onComplete(): void {
            if (root.unsettled)
                root.settle();
        }
    }

    Connections {
        target: root.Window.window

        function onActiveFocusItemChanged(): void {
            root.follow();
        }
    }

    Item {
        id: zone

        width: root.width
        height: root.cut
        clip: root.longer
        objectName: "content"

        Column {
            id: column

            y: -root.tops[Math.min(root.turn, root.tops.length - 1)]
            width: zone.width
            spacing: Theme.space
            onHeightChanged: root.later()

            Behavior on y {
                enabled: Theme.motion > 0 && root.longer && !root.arriving

                NumberAnimation {
                    duration: Theme.motion
                    easing.type: Easing.OutCubic
                }
            }

            PageHead {
                id: head

                visible: root.headed
                width: column.width
                viewModel: root.viewModel
            }
        }
    }

    DragHandler {
        id: drag

        property real far: 0

        target: null
        xAxis.enabled: false
        enabled: root.longer
        onActiveTranslationChanged: {
            if (drag.active)
                drag.far = drag.activeTranslation.y;
        }
        onActiveChanged: {
            if (drag.active)
                drag.far = 0;
            else if (Math.abs(drag.far) > Theme.mm(15)) {
                root.viewModel.touch("still-here");
                root.turn = Math.max(0, Math.min(root.tops.length - 1, root.turn + (drag.far < 0 ? 1 : -1)));
            }
        }
    }

    Loader {
        id: turning

        anchors.bottom: parent.bottom
        width: parent.width
        active: root.longer
        sourceComponent: TurnBar {
            viewModel: root.viewModel
            turn: root.turn
            turns: root.tops.length
            onTurned: step => {
                root.turn += step;
                root.viewModel.touch("still-here");
            }
        }
    }
}
