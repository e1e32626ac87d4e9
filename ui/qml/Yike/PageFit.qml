pragma Singleton
import QtQuick

// How pages filled their zones when they were last shown. A page that comes again begins with that, so that its texts are
// laid out once and not for each measurement.
QtObject {
    id: root

    // Theme.spread and Theme.grown, the filler's height, and the room and the height that belong to them, by page.
    property var fits: ({})
    readonly property int most: 200

    function key(page: string): string {
        return [page, Theme.elder, Theme.low, Theme.chinese].join();
    }

    // Begin a page that comes: before its rows are made.
    function begin(page: string): void {
        const fit = root.fits[root.key(page)];
        Theme.grown = fit?.grown ?? false;
        Theme.spread = fit?.spread ?? 0;
    }

    // The fit that this page had in the same room; undefined if it has none.
    function known(page: string, room: real): var {
        const fit = root.fits[root.key(page)];
        return fit?.room === room ? fit : undefined;
    }

    function keep(page: string, room: real, filler: real, height: real): void {
        if (Object.keys(root.fits).length >= root.most)
            root.fits = {};
        root.fits[root.key(page)] = {
            "grown": Theme.grown,
            "spread": Theme.spread,
            "room": room,
            "filler": filler,
            "height": height
        };
    }
}
