"""A TCP relay that makes the way to a server long: each byte waits the same time in each direction, none waits for another.

usage: delay.py LISTEN_PORT SERVER_PORT ROUND_TRIP_MS

It stands in for `tc netem` where the kernel lacks that. Bytes wait half the round trip each way; how many may be on their way
is not limited. Opening a connection and acknowledgements cost no round trip here, so for everyone the first greeting comes
half a round trip early.
"""

import asyncio
import collections
import sys


async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, delay: float) -> None:
    """Passes on what comes, `delay` seconds after it came, and the end of the stream too."""
    clock = asyncio.get_running_loop().time
    waiting: collections.deque[tuple[float, bytes]] = collections.deque()
    came = asyncio.Event()

    async def read() -> None:
        data = b" "
        while data:
            try:
                data = await reader.read(1 << 18)
            except OSError:
                data = b""
            waiting.append((clock() + delay, data))
            came.set()

    task = asyncio.create_task(read())
    try:
        while True:
            await came.wait()
            came.clear()
            while waiting:
                due, data = waiting[0]
                if due > clock():
                    await asyncio.sleep(due - clock())
                waiting.popleft()
                if not data:
                    if writer.can_write_eof():
                        writer.write_eof()
                    return
                writer.write(data)
    except OSError:
        writer.close()
    finally:
        await task


async def main() -> None:
    listen, server, delay = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]) / 2000

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        onward, back = await asyncio.open_connection("127.0.0.1", server, limit=1 << 20)
        await asyncio.gather(pump(reader, back, delay), pump(onward, writer, delay))
        for side in (writer, back):
            side.close()

    relay = await asyncio.start_server(serve, "127.0.0.1", listen, limit=1 << 20, backlog=512)
    async with relay:
        await relay.serve_forever()


asyncio.run(main())
