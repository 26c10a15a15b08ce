# ./dev pictures: takes the pictures of docs/looking.md, from a run of docs/pictures/looking.lua.
# shellcheck shell=bash

job_pictures() {
  [[ $# -eq 0 ]] || die 2 "./dev pictures takes nothing more"
  need build test servers pictures
  build release parley
  cd "$root"
  local folder=docs/pictures home=build/pictures parley=build/release/parley captured
  say "the page, in Chromium"
  PARLEY_PICTURES=$PWD/$folder tests/program/all "$parley" "html: the pictures of the docs" ||
    die 1 "the page cannot be shown"
  say "sequence diagrams"
  draw "serves two customers" two
  draw "serves seven customers" eight
  draw "reads an order" long
  draw "hangs up" reset
  "$parley" show "$folder/looking.lua::serves two customers" 2>/dev/null | fill text
  say "a capture, in Wireshark and tshark"
  capture
  wireshark_picture "$folder/wireshark.png"
  shark -q -z follow,tls,ascii,0 | fill tshark
}

# draw NAME PICTURE: the sequence diagram of the scenario. Part of job_pictures, whose names it uses.
draw() {
  "$parley" show "$folder/looking.lua::$1" --as svg -o "$folder/sequence-$2.svg" 2>/dev/null
}

# capture: the packets of the scenario over TLS, in the file $captured. Part of job_pictures.
capture() {
  rm -rf "$home" && mkdir -m 700 "$home"
  "$parley" run "$folder/looking.lua" --filter "a card" --pcap "$home" --report none
  captured=$(find "$home" -name '*.pcapng')
}

# wireshark_picture PICTURE: the capture in a window as large as the screen, which nobody sees. Part of job_pictures.
wireshark_picture() {
  # Its settings are its own, and nobody's home is touched.
  mkdir -p "$home/.config/wireshark"
  printf 'gui.geometry_main_%s\n' 'x: 0' 'y: 0' 'width: 1280' 'height: 800' >"$home/.config/wireshark/recent"
  env HOME="$PWD/$home" XDG_CONFIG_HOME="$PWD/$home/.config" XDG_RUNTIME_DIR="$PWD/$home" xvfb-run --auto-servernum \
    --server-args="-screen 0 1280x800x24" .dev/window-picture "$1" wireshark -n -r "$captured" -g 10 \
    -o 'gui.column.format:"No.","%m","Time","%t","Protocol","%p","Info","%i","Packet comment","%Cus:frame.comment"'
}

# shark ARGS...: tshark reads the capture. Part of job_pictures.
shark() { HOME=$PWD/$home tshark -n -r "$captured" "$@" 2>/dev/null; }

# fill NAME: standard input is that block of docs/looking.md.
fill() {
  { echo '```' && sed 's/ *$//' && echo '```'; } | fill_block "$1" "$root/docs/looking.md"
}
