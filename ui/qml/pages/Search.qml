pragma ComponentBehavior: Bound

import QtQuick

// What was found, looked for in the same place.
Home {}
