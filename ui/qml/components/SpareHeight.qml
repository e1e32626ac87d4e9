import QtQuick
import Yike

// Lets a page that leaves space empty grow by Theme.spread and Theme.grown. Heights are linear in Theme.spread, so two
// measurements give the right one.
QtObject {
    id: root

    required property string page
    required property Item column
    required property real room
    required property real spacing
    // Takes the space above the page in low position.
    required property Item filler
    // The lowest Theme.spread: rows of a box keep two thirds of their distance.
    readonly property real closest: -0.055

    function take(): void {
        const positioners = root.found(root.column, []);
        if (!root.taken(PageFit.known(root.page, root.room), positioners)) {
            root.fit(positioners);
            PageFit.keep(root.page, root.room, root.filler.height, root.column.height);
        }
    }

    // True if the page is as high with an earlier fit as it was then.
    function taken(fit: var, positioners: var): bool {
        if (!fit)
            return false;
        Theme.grown = fit.grown;
        root.filler.height = fit.filler;
        return Math.abs(root.measured(fit.spread, positioners) - fit.height) < 0.5;
    }

    function fit(positioners: var): void {
        Theme.grown = false;
        root.filler.height = 0;
        const least = root.measured(0, positioners);
        if (least > root.room)
            root.tighten(least, positioners);
        if (least >= root.room || root.filled(root.room - least - root.spacing, positioners))
            return;
        const most = root.measured(1, positioners);
        if (most > root.room) {
            root.measured((root.room - least) / (most - least), positioners);
        } else if (most < root.room * 0.8) {
            Theme.grown = true;
            Theme.grown = root.measured(1, positioners) <= root.room;
            root.place(positioners);
        }
    }

    // A page that is too high by little is set closer, so that its last row is not alone on a second screen.
    function tighten(least: real, positioners: var): void {
        const closest = root.measured(root.closest, positioners);
        root.measured(closest <= root.room ? root.closest * (least - root.room) / (least - closest) : 0, positioners);
    }

    // Height of the page with this share of its extra height.
    function measured(spread: real, positioners: var): real {
        Theme.spread = spread;
        root.place(positioners);
        return root.column.height;
    }

    // Low position: a picture takes the height, so that what is touched is at the bottom. True if it has its place there.
    function filled(height: real, positioners: var): bool {
        if (!Theme.low || Theme.outOfReachAbove >= Theme.mm(60) || height < root.column.width / 2.6)
            return false;
        root.filler.height = Math.min(height, root.column.width / 1.25);
        root.place(positioners);
        return true;
    }

    // Positioners place their items when a frame is polished, which is too late for the layout of that frame.
    function place(positioners: var): void {
        for (const each of positioners)
            each.forceLayout();
    }

    // The positioners in and below an item, the innermost first.
    function found(item: var, list: var): var {
        for (const child of item.children)
            root.found(child, list);
        if (item.forceLayout)
            list.push(item);
        return list;
    }
}
