import QtQuick
import Yike

// Divides a column that is higher than its zone into screens, without cutting an item marked `unbreakable`.
QtObject {
    id: root

    required property Item column

    // [top, bottom, keepWithNext, item] of every unbreakable item, top down. An item taller than `room` is split between its
    // children, a text between its lines, which have no item of their own in the result (null).
    function all(room: real): var {
        return root.below(root.column, room, false, []).sort((a, b) => a[0] - b[0]);
    }

    function below(item: Item, room: real, split: bool, found: var): var {
        for (const child of item.children) {
            if (!child.visible || child.height <= 0)
                continue;
            const unit = child["unbreakable"] === true;
            const tall = child.height > room;
            const count = tall ? root.linesOf(child) : 0;
            if (count > 1) {
                root.addLines(child, count, found);
            } else if ((split && !(tall && child.children.length)) || unit && !tall) {
                const top = child.mapToItem(root.column, 0, 0).y;
                found.push([top, top + child.height, child["keepWithNext"] === true, child]);
            } else {
                root.below(child, room, split || unit, found);
            }
        }
        return found;
    }

    // Lines of a text, or of what is typed into a field; 0 for anything else.
    function linesOf(item: Item): int {
        const cursor = item["cursorRectangle"];
        return item["lineCount"] ?? (cursor ? Math.round(item["contentHeight"] / cursor.height) : 0);
    }

    function addLines(text: Item, count: int, found: var): void {
        const top = text.mapToItem(root.column, 0, 0).y + (text["topPadding"] ?? 0);
        const high = (text["contentHeight"] ?? text.height) / count;
        for (let n = 0; n < count; n++)
            found.push([top + n * high, top + (n + 1) * high, false, null]);
    }

    // The units with which the screens of this height begin.
    function firsts(units: var, room: real): var {
        const firsts = [0];
        let start = 0;
        units.forEach((unit, place) => {
            if (unit[1] <= start + room || unit[0] <= start + 1)
                return;
            // Keep a heading with the item after it.
            const keepHeading = place > 0 && units[place - 1][2] && units[place - 1][0] > start + 1;
            const first = root.uncut(units, keepHeading ? place - 1 : place, start);
            firsts.push(first);
            start = units[first][0];
        });
        return firsts;
    }

    // The unit at whose top a screen can begin: the one wanted, or the highest that would be cut there, below `start`.
    function uncut(units: var, wanted: int, start: real): int {
        const at = units[wanted][0];
        const cut = units.findIndex(unit => unit[0] > start + 1 && unit[0] < at - 1 && unit[1] > at + 1);
        return cut < 0 ? wanted : root.uncut(units, cut, start);
    }

    // The bottom of a screen whose follower begins at `next`. Lines of one text have no space between them.
    function endBefore(units: var, next: real): real {
        return units.reduce((most, unit) => unit[1] < next + 1 ? Math.max(most, Math.min(next, unit[1])) : most, next - Theme.mm(1));
    }
}
