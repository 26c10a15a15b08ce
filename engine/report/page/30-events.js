// What the events of a run mean: calls with the time that they waited, and whose doing ended the wait. Events are short
// arrays, as engine/report/run_log.cpp writes them; times are microseconds.

// {calls, marks, roles, end}: `calls` in the order of their beginnings; `marks` are what took no time.
function reading(log) {
  const story = { calls: [], marks: [], roles: [], end: 1, sockets: new Map(), lives: new Map(), deeds: [] };
  const waiting = [];
  for (const event of log.events) readEvent(story, waiting, event);
  for (const wait of waiting) addWait(story, unfinished(story, log, wait));
  if (log.left_out) story.marks.push(gapOf(log));
  story.calls.sort((a, b) => a.begin - b.begin || b.end - a.end);
  for (const call of story.calls) if (call.waited !== undefined) call.waker = wakerOf(story, call);
  return story;
}

function readEvent(story, waiting, event) {
  const [kind, at, ...rest] = event;
  if (kind === "call") return void readCall(story, waiting, event);
  story.end = Math.max(story.end, at);
  const [role, socket] = rest;
  if (role && kind !== "query") noteRole(story, role);
  if (kind === "wait") waiting.push({ at, role, socket, name: rest[2] });
  else if (kind === "socket") noteSocket(story, at, role, rest.slice(1));
  else if (kind === "sent" || kind === "received")
    story.deeds.push({ kind, at, role, socket, length: rest[2], text: rest[3], remote: rest[4] });
  else if (kind === "closed") story.deeds.push({ kind, at, role, socket });
  else if (kind === "started") story.lives.set(role, { begin: at, command: rest[1] });
  else if (kind === "ended") noteLife(story, at, role, rest[1]);
  else if (kind !== "over") story.marks.push(markOf(kind, at, rest));
}

function readCall(story, waiting, [, begin, end, role, socket, name, given, results, error]) {
  noteRole(story, role);
  story.end = Math.max(story.end, end);
  const call = { begin, end, role, socket, name, given, results, error };
  for (let i = waiting.length - 1; i >= 0; --i) {
    const wait = waiting[i];
    // A declared read waits in the receives that it is made of.
    const isIts = wait.name === name || (wait.socket > 0 && wait.socket === socket);
    if (wait.role !== role || wait.at < begin || !isIts) continue;
    call.waited = wait.at;
    waiting.splice(i, 1);
  }
  story.calls.push(call);
}

function noteRole(story, role) {
  if (!story.roles.includes(role)) story.roles.push(role);
}

function noteSocket(story, at, role, [number, local, remote, peer, process]) {
  const socket = story.sockets.get(number) ?? { number };
  story.sockets.set(number, Object.assign(socket, { role, local, remote, peer: peer || socket.peer, process }));
  story.deeds.push({ kind: "socket", at, role, socket: number, remote });
}

// A program under test is a bar as long as it lived.
function noteLife(story, end, role, results) {
  const life = story.lives.get(role);
  if (!life) return;
  story.lives.delete(role);
  story.calls.push({ begin: life.begin, end, role, name: "program", given: life.command, results, error: "" });
}

// Where the middle of a long run is not there.
function gapOf(log) {
  const event = log.events[log.left_out.before];
  return { kind: "gap", at: event ? event[1] : 0, role: "", text: `${counted(log.left_out.count, "event")} before this are left out` };
}

// What happens at one moment, in words.
function markOf(kind, at, rest) {
  const [role] = rest;
  switch (kind) {
    case "output": return { kind, at, role, by: rest[1], text: rest[2] + (rest[3] ? "..." : "") };
    case "secured": return { kind, at, role, text: `TLS: ${rest[1]}` };
    case "alert": return { kind, at, role, text: `${rest[2]} the alert ${rest[1]}` };
    case "query": return { kind, at, role: "", text: `asked the name server for ${rest[1] || "."} ${rest[2]} (${rest[3]})` };
    default: return { kind, at, role, text: rest[1] ?? "" };
  }
}

// Who looks again and waits on, waits once.
function addWait(story, wait) {
  const last = story.calls.at(-1);
  if (last?.waited === last?.begin && last?.role === wait.role && last.name === wait.name && last.end === wait.begin)
    Object.assign(last, { end: wait.end, open: wait.open });
  else story.calls.push(wait);
}

// A wait that no call's record ended: of a role that went on it ended there, of one that did not it never ended.
function unfinished(story, log, wait) {
  const isNext = (event) => event[1] > wait.at && event[0] !== "over" && event[event[0] === "call" ? 3 : 2] === wait.role;
  const ends = log.events.filter(isNext).map((event) => event[1]);
  const goesOn = ends.length > 0;
  const isStuck = log.events.some(([kind]) => kind === "failure") || !log.events.some(([kind]) => kind === "over");
  return {
    begin: wait.at, end: goesOn ? Math.min(...ends) : story.end, role: wait.role, socket: wait.socket, name: wait.name,
    given: "", results: "", error: "", waited: wait.at, open: !goesOn && isStuck,
  };
}

// Whether what happened at a socket concerns whoever waits at another one.
function concerns(story, deed, mine) {
  if (!mine || deed.socket === mine.number) return false;
  const theirs = story.sockets.get(deed.socket);
  if (!theirs) return false;
  if (mine.peer) return mine.peer === deed.socket;
  return theirs.peer === mine.number || (Boolean(deed.remote) && deed.remote === mine.local);
}

// The last deed of somebody else before the call ended that can have ended its wait: what was sent to it, a close, a
// connection; for who waits for room, what was taken.
function wakerOf(story, call) {
  const mine = story.sockets.get(call.socket);
  const wanted = /^send/.test(call.name) ? ["received", "closed"]
    : /^accept/.test(call.name) ? ["socket"] : ["sent", "closed"];
  let found;
  for (const deed of story.deeds) {
    if (deed.at < call.waited || deed.at > call.end || !wanted.includes(deed.kind)) continue;
    // A close tells of no bytes: whoever was sent some was woken by these.
    if (concerns(story, deed, mine) && (deed.kind !== "closed" || !found)) found = deed;
  }
  return found;
}

const wakerWords = { sent: "sent", received: "took", closed: "closed its socket", socket: "connected" };

// "waited 3.1 ms for client, which sent 5 bytes at 2.00 ms"
function waitInWords(call) {
  if (call.waited === undefined) return "";
  const waited = `waited ${inWords(call.end - call.waited)}`;
  if (call.open) return `${waited}, until the end`;
  if (!call.waker) return waited;
  const { role, kind, at, length } = call.waker;
  const amount = length === undefined ? "" : ` ${counted(length, "byte")}`;
  return `${waited} for ${role}, which ${wakerWords[kind]}${amount} at ${inWords(at)}`;
}

function callInWords(call) {
  const on = call.socket ? ` on socket ${call.socket}` : "";
  const came = call.open ? "never ended" : call.error || call.results || "done";
  return `${call.name}(${call.given})${on} → ${came}`;
}
