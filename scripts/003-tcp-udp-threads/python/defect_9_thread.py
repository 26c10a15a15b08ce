# Defect 9 of document 003: the thread's function and its arguments are given as one tuple.
import socket
import _thread

multithreadserver = socket.socket()
multithreadserver.bind(("127.0.0.1", 1233))
print("waiting for connection")
multithreadserver.listen(5)


def clientThread(connection):
    connection.send(str.encode("welcome to the server"))
    connection.close()


threadCount = 0
while True:
    client, addr = multithreadserver.accept()
    print(f"connected to {addr[0]}{addr[1]}")
    _thread.start_new_thread((clientThread, (client,)))
    threadCount += 1
    print(f"TrheadNumber {threadCount}")
