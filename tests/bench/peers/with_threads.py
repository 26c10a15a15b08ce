"""W1 to W4 with Python's threads and blocking sockets: with_threads.py echo CONNECTIONS COUNT | bulk COUNT | churn COUNT AT_ONCE"""
import socket
import sys
import threading
import time

ADDRESS = ("127.0.0.1", 7000)


def report(began):
    print(f"bench: seconds {time.perf_counter() - began:.9f}")


def started(function, *arguments):
    thread = threading.Thread(target=function, args=arguments)
    thread.start()
    return thread


def echo(connections, count):
    message, same = b"x" * 64, []

    def answer(conn):
        with conn:
            while data := conn.recv(4096):
                conn.sendall(data)

    def ask(stream):
        right = 0
        with stream:
            for _ in range(count):
                stream.sendall(message)
                right += stream.recv(4096) == message
        same.append(right)

    with socket.create_server(ADDRESS, backlog=128) as listener:
        streams, threads = [], []
        for _ in range(connections):
            streams.append(socket.create_connection(ADDRESS))
            threads.append(started(answer, listener.accept()[0]))
        began = time.perf_counter()
        threads += [started(ask, stream) for stream in streams]
        for thread in threads:
            thread.join()
        report(began)
    assert sum(same) == connections * count


def bulk(count):
    block = b"0123456789abcdef" * 4096

    def send(stream):
        with stream:
            for _ in range(count):
                stream.sendall(block)

    with socket.create_server(ADDRESS) as listener:
        stream = socket.create_connection(ADDRESS)
        conn, _ = listener.accept()
        total, began = 0, time.perf_counter()
        thread = started(send, stream)
        with conn:
            while data := conn.recv(len(block)):
                assert data[0] == block[total % len(block)]
                total += len(data)
        report(began)
        thread.join()
    assert total == count * len(block)


def churn(count, at_once):
    message, same = b"x" * 16, []

    def answer(conn):
        with conn:
            conn.sendall(conn.recv(16))

    def serve(listener):
        for _ in range(count):
            conn, _ = listener.accept()
            if at_once == 1:
                answer(conn)
            else:
                started(answer, conn)

    def call(calls):
        right = 0
        for _ in range(calls):
            with socket.create_connection(ADDRESS) as stream:
                stream.sendall(message)
                right += stream.recv(16) == message
        same.append(right)

    with socket.create_server(ADDRESS, backlog=128) as listener:
        server = started(serve, listener)
        began = time.perf_counter()
        clients = [started(call, count // at_once + (i < count % at_once)) for i in range(at_once)]
        for thread in clients:
            thread.join()
        report(began)
        server.join()
    assert sum(same) == count


WORKLOADS = {"echo": echo, "bulk": bulk, "churn": churn}
WORKLOADS[sys.argv[1]](*map(int, sys.argv[2:]))
