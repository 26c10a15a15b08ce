# A balancer with a fault: bad_balancer.py FAULT PORT TO passes connections to 127.0.0.1:PORT on to 127.0.0.1:TO.
#   no-half-close   as soon as one side has finished, both ways end
#   short-answers   a connection ends after 256 KiB of answers
#   no-cancel       a connection that begins with PostgreSQL's request to cancel is dropped
import asyncio
import sys

fault, port, to = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])


async def copy(reader, writer, most):
    try:
        while most > 0 and (data := await reader.read(65536)):
            writer.write(data[:most])
            most -= len(data)
            await writer.drain()
        if writer.can_write_eof():
            writer.write_eof()
    except OSError:
        pass
    return most <= 0


async def serve(reader, writer):
    try:
        up_reader, up_writer = await asyncio.open_connection("127.0.0.1", to)
    except OSError:
        writer.close()
        return
    if fault == "no-cancel":
        first = await reader.read(65536)
        if first[4:8] == bytes.fromhex("04d2162e"):
            writer.close()
            up_writer.close()
            return
        up_writer.write(first)
    most = 256 << 10 if fault == "short-answers" else sys.maxsize
    ways = {
        asyncio.ensure_future(copy(reader, up_writer, sys.maxsize)),
        asyncio.ensure_future(copy(up_reader, writer, most)),
    }
    while ways:
        done, ways = await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        if fault == "no-half-close" or any(way.result() for way in done):
            break
    for way in ways:
        way.cancel()
    writer.close()
    up_writer.close()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", port)
    await server.serve_forever()


asyncio.run(main())
