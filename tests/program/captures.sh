# --pcap DIR: captures as tshark reads them: nothing malformed, no bad checksum, the bytes, the names, and TLS in the clear.
# shellcheck shell=bash

# on_machine: skips what needs tshark where there is none.
on_machine() { command -v tshark >/dev/null || skip "no tshark"; }

# shark FILE ARGS...: tshark without a word about who it runs as, its files in the test's folder.
shark() {
  local file=$1
  shift
  HOME=$PWD tshark -r "$file" -n "$@" 2>shark.err || {
    cat shark.err >>err
    fail "tshark cannot read $file"
  }
}

# sound FILE: no packet of it is malformed, and all checksums are good.
sound() {
  local odd
  [[ -f $1 ]] || fail "there is no $1: $(find caps -type f)"
  odd=$(shark "$1" -o tcp.check_checksum:TRUE -o udp.check_checksum:TRUE -o ip.check_checksum:TRUE \
    -Y '_ws.malformed || tcp.checksum.status == "Bad" || udp.checksum.status == "Bad" || ip.checksum.status == "Bad"')
  [[ -z $odd ]] || fail "$1 has $odd"
  [[ -n $(shark "$1" -c 1) ]] || fail "$1 has no packets"
}

# shows FILE FILTER: there is such a packet.
shows() {
  [[ -n $(shark "$1" -Y "$2") ]] ||
    fail "$1 has no packet with $2: $(shark "$1" -T fields -e frame.number -e frame.comment -e _ws.col.Info)"
}

# exchange FILE [ADDRESS [FAMILY]]: a scenario that speaks TCP and UDP there.
exchange() {
  script "$1" <<EOS
local socket = require "socket"
local host, family = "${2:-127.0.0.1}", socket.${3:-AF_INET}

scenario("says hello", function(t)
  local listener <close> = socket.create_server({ host, 7000 }, { family = family })
  t:run("server", function()
    local conn <close> = listener:accept()
    conn:sendall(conn:recv(1024))
    expect(conn:recv(1024)):equals("")
  end, "client", function()
    local s <close> = socket.create_connection { host, 7000 }
    s:sendall("hello, wire")
    expect(s:recv(1024)):equals("hello, wire")
  end)
  local a <close> = socket.socket(family, socket.SOCK_DGRAM)
  local b <close> = socket.socket(family, socket.SOCK_DGRAM)
  b:bind { host, 7001 }
  a:sendto("a datagram", { host, 7001 })
  expect(b:recv(100)):equals("a datagram")
end)
EOS
}

# told FILE FAMILY: the exchange above is in the capture, with names.
told() {
  sound "$1"
  shows "$1" 'tcp.payload && frame.comment == "client: sendall"'
  shows "$1" 'tcp.payload && frame.comment == "server: sendall"'
  shows "$1" 'tcp.flags.syn == 1 && tcp.flags.ack == 0 && frame.comment == "client: connect"'
  shows "$1" 'tcp.flags.syn == 1 && tcp.flags.ack == 1 && frame.comment == "server: accept"'
  shows "$1" 'tcp.flags.fin == 1 && frame.comment == "client: close"'
  shows "$1" 'udp && frame.comment == "main: sendto"'
  shows "$1" "$2 && tcp"
  shark "$1" -q -z follow,tcp,ascii,0 >followed
  [[ $(grep -c 'hello, wire' followed) -eq 2 ]] || fail "following the stream gives $(cat followed)"
}

test_the_packets_of_a_private_network() {
  on_machine
  exchange a.lua
  run run a.lua --pcap caps
  exits 0
  told caps/a/says_hello.pcapng ip
}

test_the_packets_of_ipv6() {
  on_machine
  [[ -e /proc/net/if_inet6 ]] || skip "no IPv6"
  exchange a.lua ::1 AF_INET6
  run run a.lua --pcap caps
  exits 0
  told caps/a/says_hello.pcapng ipv6
}

test_the_host_network_gets_packets_made_of_events() {
  on_machine
  exchange a.lua
  # Ports that the kernel chooses.
  sed -i -e 's/connection { host, 7000 }/connection(listener:getsockname())/' -e 's/", { host, 7001 }/", b:getsockname()/' \
    -e 's/700[01]/0/' a.lua
  run run a.lua --pcap caps --network host
  exits 0
  told caps/a/says_hello.pcapng ip
}

# over_tls VERSION: a conversation that is secret on the wire.
over_tls() {
  script tls.lua <<EOS
local socket, ssl = require "socket", require "ssl"

scenario("says it in secret", function(t)
  local authority = ssl.authority()
  local listener <close> = socket.create_server { "127.0.0.1", 443 }
  t:run("server", function()
    local context = authority:server_context { names = { "example.test" } }
    local raw <close> = listener:accept()
    local conn <close> = context:wrap_socket(raw, { server_side = true })
    conn:sendall("you said: " .. conn:recv(100))
  end, "client", function()
    local context = authority:client_context()
    context.maximum_version = ssl.TLSVersion.$1
    local raw <close> = socket.create_connection { "127.0.0.1", 443 }
    local s <close> = context:wrap_socket(raw, { server_hostname = "example.test" })
    s:sendall("a secret word")
    expect(s:recv(100)):equals("you said: a secret word")
  end)
end)
EOS
}

# in_the_clear VERSION: tshark finds the plain text, which is not on the wire.
in_the_clear() {
  on_machine
  over_tls "$1"
  run run tls.lua --pcap caps
  exits 0
  local file=caps/tls/says_it_in_secret.pcapng
  sound "$file"
  ! grep -q "a secret word" "$file" || fail "it was not encrypted"
  shark "$file" -q -z follow,tls,ascii,0 >followed
  grep -q "you said: a secret word" followed || fail "following the stream gives $(cat followed)"
}

test_tls_1_2_is_decrypted() {
  in_the_clear TLSv1_2
}

test_tls_1_3_is_decrypted() {
  in_the_clear TLSv1_3
}

test_a_big_transfer_is_whole() {
  on_machine
  script big.lua <<'EOS'
local socket = require "socket"

scenario("sends much", function(t)
  local listener <close> = socket.create_server { "127.0.0.1", 7000 }
  t:run("server", function()
    local conn <close> = listener:accept()
    conn:sendall(("0123456789abcdef"):rep(65536 * 4))
  end, "client", function()
    local s <close> = socket.create_connection { "127.0.0.1", 7000 }
    expect(#s:recv_all()):equals(4194304)
  end)
end)
EOS
  run run big.lua --pcap caps
  exits 0
  sound caps/big/sends_much.pcapng
  shark caps/big/sends_much.pcapng -T fields -e tcp.len | awk '{ sum += $1 } END { exit sum < 4194304 }' ||
    fail "bytes are missing"
}

# several_endings: scenarios that pass, fail and die, after an exchange.
several_endings() {
  script ends.lua <<'EOS'
local socket = require "socket"
local process = require "process"

local function greet(t)
  local listener <close> = socket.create_server { "127.0.0.1", 7000 }
  t:run("server", function()
    local conn <close> = listener:accept()
    conn:recv(100)
  end, "client", function()
    local s <close> = socket.create_connection { "127.0.0.1", 7000 }
    s:sendall("the last word")
  end)
end

scenario("passes", function(t)
  greet(t)
  expect(1):equals(1)
end)
scenario("fails", function(t)
  greet(t)
  expect(1):equals(2)
end)
scenario("waits forever", { timeout = 0.5 }, function(t)
  greet(t)
  t:sleep(60)
end)
scenario("is killed", function(t)
  greet(t)
  process.start({ command = { "sh", "-c", "kill -9 $PPID" } }):wait()
end)
EOS
}

test_only_those_that_fail_are_kept() {
  on_machine
  several_endings
  run run ends.lua --pcap-on-failure=caps --report jsonl=run.jsonl
  exits 1
  [[ ! -e caps/ends/passes.pcapng ]] || fail "the capture of one that passed was kept"
  local name
  for name in fails waits_forever is_killed; do
    sound "caps/ends/$name.pcapng"
    grep -q "the last word" "caps/ends/$name.pcapng" || fail "$name lost its packets"
    shows "caps/ends/$name.pcapng" 'frame.comment == "client: sendall"'
    says "packets: caps/ends/$name.pcapng"
  done
  [[ $(jq -r 'select(.pcap) | .name' run.jsonl | sort | tr '\n' ' ') == 'fails is killed waits forever ' ]] ||
    fail "the JSON lines name $(jq -r .pcap run.jsonl)"
  [[ -z $(find caps -name '.*' -o -name '*.part') ]] || fail "something was left behind"
}

test_every_run_has_a_file_of_its_own() {
  several_endings
  run run ends.lua --filter fails --pcap caps --retries 2
  exits 1
  [[ $(find caps -type f | sort | tr '\n' ' ') == 'caps/ends/fails.pcapng caps/ends/fails~2.pcapng caps/ends/fails~3.pcapng ' ]] ||
    fail "there are $(find caps -type f)"
}

test_members_of_a_group_have_their_own_packets() {
  on_machine
  script group.lua <<'EOS'
local socket = require "socket"

describe("a server", function()
  local listener
  before_all(function() listener = socket.create_server { "127.0.0.1", 7000 } end)
  for _, word in ipairs { "one", "two" } do
    it("hears " .. word, function(t)
      t:run("server", function()
        local conn <close> = listener:accept()
        expect(conn:recv(100)):equals(word)
      end, "client", function()
        local s <close> = socket.create_connection { "127.0.0.1", 7000 }
        s:sendall(word)
      end)
    end)
  end
end)
EOS
  run run group.lua --pcap caps
  exits 0
  local word
  for word in one two; do
    sound "caps/group/a_server/hears_$word.pcapng"
    [[ $(shark "caps/group/a_server/hears_$word.pcapng" -Y 'tcp.payload' -T fields -e tcp.payload) == \
      "$(printf %s "$word" | od -An -tx1 | tr -d ' \n')" ]] || fail "$word has other packets"
  done
}

test_a_program_under_test_is_named() {
  on_machine
  command -v python3 >/dev/null || skip "no python3"
  script prog.lua <<'EOS'
local socket = require "socket"
local process = require "process"

scenario("asks a server", function()
  local server <close> = process.start {
    command = { "python3", "-m", "http.server", "--bind", "127.0.0.1", "8000" }, name = "web",
    ready = { tcp = { "127.0.0.1", 8000 } },
  }
  local s <close> = socket.create_connection { "127.0.0.1", 8000 }
  s:sendall("GET /nothing HTTP/1.0\r\n\r\n")
  expect(s:recv_all()):contains("404")
end)
EOS
  run run prog.lua --pcap caps
  exits 0
  sound caps/prog/asks_a_server.pcapng
  shows caps/prog/asks_a_server.pcapng 'http.response && frame.comment == "web"'
  shows caps/prog/asks_a_server.pcapng 'http.request && frame.comment == "main: sendall"'
}

test_a_folder_that_takes_no_files_is_a_wrong_command_line() {
  exchange a.lua
  touch file
  run run a.lua --pcap file/caps
  exits 2
  says "cannot write captures to file/caps (--pcap): "
  run run a.lua --pcap-on-failure
  exits 2
  says "--pcap-on-failure needs a folder"
}

test_a_full_disk_is_told() {
  exchange a.lua
  # A limit on the size of files is as good as a full disk: write(2) says EFBIG.
  { (ulimit -f 0 && "$parley" run a.lua --report none --pcap caps) 2>&1 || echo "exit code $?"; } | cat >out
  says "exit code 3"
  [[ $(find . -name '*.pcapng') == '' ]] || fail "half a capture was left"
  says "cannot write"
}
