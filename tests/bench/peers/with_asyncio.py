"""W1 to W4 with Python's asyncio: with_asyncio.py echo CONNECTIONS COUNT | bulk COUNT | churn COUNT AT_ONCE"""
import asyncio
import sys
import time

ADDRESS = ("127.0.0.1", 7000)


def report(began):
    print(f"bench: seconds {time.perf_counter() - began:.9f}")


async def answer_all(reader, writer):
    while data := await reader.read(4096):
        writer.write(data)
    writer.close()


async def echo(connections, count):
    message = b"x" * 64

    async def ask(reader, writer):
        same = 0
        for _ in range(count):
            writer.write(message)
            answer = await reader.readexactly(64)
            same += answer == message
        writer.close()
        return same

    async with await asyncio.start_server(answer_all, *ADDRESS):
        streams = [await asyncio.open_connection(*ADDRESS) for _ in range(connections)]
        began = time.perf_counter()
        same = await asyncio.gather(*(ask(*stream) for stream in streams))
        report(began)
    assert sum(same) == connections * count


async def bulk(count):
    block = b"0123456789abcdef" * 4096
    total, ended = 0, asyncio.get_running_loop().create_future()

    async def take(reader, writer):
        nonlocal total
        while data := await reader.read(len(block)):
            assert data[0] == block[total % len(block)]
            total += len(data)
        writer.close()
        ended.set_result(None)

    async with await asyncio.start_server(take, *ADDRESS, limit=len(block)):
        _, writer = await asyncio.open_connection(*ADDRESS)
        began = time.perf_counter()
        for _ in range(count):
            writer.write(block)
            await writer.drain()
        writer.close()
        await ended
        report(began)
    assert total == count * len(block)


async def churn(count, at_once):
    message = b"x" * 16
    left = same = 0

    async def answer(reader, writer):
        writer.write(await reader.readexactly(16))
        writer.close()

    async def call():
        nonlocal left, same
        while left > 0:
            left -= 1
            reader, writer = await asyncio.open_connection(*ADDRESS)
            writer.write(message)
            answer = await reader.readexactly(16)
            same += answer == message
            writer.close()

    left = count
    async with await asyncio.start_server(answer, *ADDRESS):
        began = time.perf_counter()
        await asyncio.gather(*(call() for _ in range(at_once)))
        report(began)
    assert same == count


WORKLOADS = {"echo": echo, "bulk": bulk, "churn": churn}
asyncio.run(WORKLOADS[sys.argv[1]](*map(int, sys.argv[2:])))
