pragma ComponentBehavior: Bound

import QtQuick
import Yike
import Yike.Bridge

// The content zone: title, what is wrong, and the page's own parts. What is taller is turned like a page, by large
// buttons; a turn never parts an item that calls itself `whole`.
Item {
    id: root

    required property Bridge bridge
    default property alias parts: column.data
    property alias spacing: column.spacing
    property bool headed: true
    property int turn: 0
    property list<real> tops: [0]
    property real shown: root.height
    readonly property bool longer: root.tops.length > 1
    readonly property string pageId: root.bridge.pageId
    readonly property real free: root.height - (root.headed ? head.height + column.spacing : 0)
    property int firstWhole: 0

    onPageIdChanged: {
        root.firstWhole = 0;
        root.turn = 0;
        soon.restart();
    }
    onHeightChanged: soon.restart()
    onTurnChanged: soon.restart()
    Component.onCompleted: soon.restart()

    // Top and bottom of everything that must stay whole, from above.
    function wholes(item: Item, found: var): var {
        for (const child of item.children) {
            if (!child.visible || child.height <= 0)
                continue;
            if (child["whole"] === true) {
                const top = child.mapToItem(column, 0, 0).y;
                found.push([top, top + child.height, child["leads"] === true]);
            } else {
                root.wholes(child, found);
            }
        }
        return found;
    }

    function lay(): void {
        const found = root.wholes(column, []).sort((a, b) => a[0] - b[0]);
        const fits = column.height <= root.height + 1;
        const room = fits ? root.height : root.height - turning.height - Theme.gap;
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
        root.shown = Math.min(room, end - starts[turn]);
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

    Timer {
        id: soon

        interval: 0
        onTriggered: root.lay()
    }

    Connections {
        target: root.Window.window

        function onActiveFocusItemChanged(): void {
            const item = root.Window.activeFocusItem;
            if (item && root.holds(item))
                root.reveal(item);
        }
    }

    Item {
        id: zone

        width: root.width
        height: root.shown
        clip: root.longer
        objectName: "content"

        Column {
            id: column

            y: -root.tops[Math.min(root.turn, root.tops.length - 1)]
            width: zone.width
            spacing: Theme.space
            onHeightChanged: soon.restart()

            Behavior on y {
                enabled: Theme.motion > 0 && root.longer

                NumberAnimation {
                    duration: Theme.motion
                    easing.type: Easing.OutCubic
                }
            }

            PageHead {
                id: head

                visible: root.headed
                width: column.width
                bridge: root.bridge
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
            else if (Math.abs(drag.far) > Theme.mm(15))
                root.turn = Math.max(0, Math.min(root.tops.length - 1, root.turn + (drag.far < 0 ? 1 : -1)));
        }
    }

    Item {
        id: turning

        visible: root.longer
        anchors.bottom: parent.bottom
        width: parent.width
        height: Math.max(up.implicitHeight, down.implicitHeight)

        KioskButton {
            id: up

            key: "turn-up"
            width: turning.width * 0.32
            height: turning.height
            label: root.bridge.chrome["more-above"] ?? ""
            speech: root.bridge.chrome["more-above-said"] ?? ""
            symbol: "chevron-up"
            labelSize: Theme.textSmall
            usable: root.turn > 0
            onClicked: root.turn -= 1
        }

        Words {
            anchors.centerIn: parent
            width: turning.width * 0.3
            text: (root.bridge.chrome["page-of"] ?? "").replace("{number}", root.turn + 1).replace("{count}", root.tops.length)
            size: Theme.textSmall
            color: Theme.grey
            lineHeight: 1.0
            horizontalAlignment: Text.AlignHCenter
        }

        KioskButton {
            id: down

            key: "turn-down"
            anchors.right: parent.right
            width: turning.width * 0.32
            height: turning.height
            label: root.bridge.chrome["more-below"] ?? ""
            speech: root.bridge.chrome["more-below-said"] ?? ""
            symbol: "chevron-down"
            labelSize: Theme.textSmall
            usable: root.turn < root.tops.length - 1
            ground: usable ? Theme.paleBlue : Theme.resting
            ink: usable ? Theme.blue : Theme.grey
            edge: usable ? Theme.blue : Theme.outline
            onClicked: root.turn += 1
        }
    }
}
