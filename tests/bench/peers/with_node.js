// W1 to W4 with Node: node with_node.js echo CONNECTIONS COUNT | bulk COUNT | churn COUNT AT_ONCE
"use strict";
const net = require("node:net");
const assert = require("node:assert");

const address = { host: "127.0.0.1", port: 7000 };

function report(began) {
  console.log(`bench: seconds ${(Number(process.hrtime.bigint() - began) / 1e9).toFixed(9)}`);
}

// A server that calls `handler` for each connection, and is ready when this resolves.
function listen(handler) {
  return new Promise((resolve) => {
    const server = net.createServer(handler);
    server.listen({ ...address, backlog: 128 }, () => resolve(server));
  });
}

function connect() {
  return new Promise((resolve) => {
    const stream = net.connect(address, () => resolve(stream));
  });
}

// Calls `onMessage` for every `size` bytes that came. A message may come in parts.
function messages(stream, size, onMessage) {
  let held = Buffer.alloc(0);
  stream.on("data", (data) => {
    held = held.length === 0 ? data : Buffer.concat([held, data]);
    while (held.length >= size) {
      const message = held.subarray(0, size);
      held = held.subarray(size);
      onMessage(message);
    }
  });
}

async function echo(connections, count) {
  const message = Buffer.alloc(64, "x");
  let same = 0;
  const server = await listen((conn) => conn.on("data", (data) => conn.write(data)));
  const streams = [];
  for (let i = 0; i < connections; ++i) streams.push(await connect());
  const ask = (stream) =>
    new Promise((resolve) => {
      let left = count;
      messages(stream, 64, (answer) => {
        if (answer.equals(message)) ++same;
        if (--left > 0) return stream.write(message);
        stream.end();
        resolve();
      });
      stream.write(message);
    });
  const began = process.hrtime.bigint();
  await Promise.all(streams.map(ask));
  report(began);
  server.close();
  assert.equal(same, connections * count);
}

async function bulk(count) {
  const block = Buffer.from("0123456789abcdef".repeat(4096));
  let total = 0;
  let began;
  const server = await listen((conn) => {
    conn.on("data", (data) => {
      assert.equal(data[0], block[total % block.length]);
      total += data.length;
    });
    conn.on("end", () => {
      report(began);
      assert.equal(total, count * block.length);
      server.close();
    });
  });
  const stream = await connect();
  began = process.hrtime.bigint();
  for (let i = 0; i < count; ++i) {
    if (!stream.write(block)) await new Promise((resolve) => stream.once("drain", resolve));
  }
  stream.end();
}

async function churn(count, atOnce) {
  const message = Buffer.alloc(16, "x");
  let left = count;
  let same = 0;
  const server = await listen((conn) => messages(conn, 16, (data) => conn.end(data)));
  const call = () =>
    new Promise((resolve) => {
      const stream = net.connect(address, () => stream.write(message));
      messages(stream, 16, (data) => {
        if (data.equals(message)) ++same;
        stream.end();
        resolve();
      });
    });
  const caller = async () => {
    while (left-- > 0) await call();
  };
  const began = process.hrtime.bigint();
  await Promise.all(Array.from({ length: atOnce }, caller));
  report(began);
  server.close();
  assert.equal(same, count);
}

const [what, ...amounts] = process.argv.slice(2);
({ echo, bulk, churn })[what](...amounts.map(Number));
