"""The user interface: QML pages, on-screen keyboard, bridge and voice. The flow is decided in `kiosk`.

Window: `app`, `environment`, `profile`, and `production` and `terminal_runner`, which run a terminal behind it. Views:
`bridge`, `rows`, `block_parts`, `models`, and the images of `icons`, `sheets`, `viewfinder`. Voice: `voice` with its
`keys` and `voice_commands`, `speech` on the `loudspeaker`, `announcer` for screen readers. Sounds: `sounds`,
`sound_cues`, `tones`. `stage` and `rehearsal` are for scenarios.
"""
