#!/bin/sh
# Takes Saddlepoint out of this user's menu. The folder, settings and sessions stay.
set -eu
data=${XDG_DATA_HOME:-"$HOME/.local/share"}
rm -f "$data/applications/saddlepoint.desktop" \
    "$data/icons/hicolor/48x48/apps/saddlepoint.png" \
    "$data/icons/hicolor/128x128/apps/saddlepoint.png" \
    "$data/icons/hicolor/256x256/apps/saddlepoint.png" \
    "$data/icons/hicolor/scalable/apps/saddlepoint.svg"
if command -v update-desktop-database > /dev/null; then
    update-desktop-database "$data/applications" || true
fi
echo "Saddlepoint is out of the menu. Its folder, settings and sessions are where they were."
