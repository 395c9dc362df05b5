#!/bin/sh
# Puts Saddlepoint into this user's menu, from the folder in which this script lies. Nothing is
# copied but the entry and its icons: keep the folder where it is, or move it and run this again.
set -eu
folder=$(cd "$(dirname "$0")" && pwd -P)
data=${XDG_DATA_HOME:-"$HOME/.local/share"}

case $folder in
    *[\"\`\$\\%]*) printf '%s\n' "A menu entry cannot name a folder with one of \" \` \$ \\ % in it: $folder" >&2
        exit 1 ;;
esac

mkdir -p "$data/applications"
# awk, not sed: a folder's name may hold any character that would mean something to sed.
FOLDER=$folder awk '
    { while ((at = index($0, "@FOLDER@")) > 0)
        $0 = substr($0, 1, at - 1) ENVIRON["FOLDER"] substr($0, at + 8)
      print }
' "$folder/share/saddlepoint.desktop" > "$data/applications/saddlepoint.desktop.new"
mv "$data/applications/saddlepoint.desktop.new" "$data/applications/saddlepoint.desktop"

for size in 48 128 256; do
    icons=$data/icons/hicolor/${size}x$size/apps
    mkdir -p "$icons"
    cp "$folder/share/saddlepoint-$size.png" "$icons/saddlepoint.png"
done
icons=$data/icons/hicolor/scalable/apps
mkdir -p "$icons"
cp "$folder/share/saddlepoint.svg" "$icons/saddlepoint.svg"

# Menus that watch the folder need neither.
if command -v update-desktop-database > /dev/null; then
    update-desktop-database "$data/applications" || true
fi
if command -v gtk-update-icon-cache > /dev/null; then
    gtk-update-icon-cache -q -t "$data/icons/hicolor" || true
fi
printf '%s\n' "Saddlepoint is in the menu. Take it out again with $folder/uninstall.sh"
