# Defect 8 of document 003: the thread encodes bytes. Defect 9, which would come first, is repaired.
import socket
import _thread

multithreadserver = socket.socket()
multithreadserver.bind(("127.0.0.1", 1233))
multithreadserver.listen(5)


def clientThread(connection):
    connection.send(str.encode("welcome to the server"))

    while True:
        data = connection.recv(2048)
        reply = f"Hello I'm Server {data.encode('utf-8')}"

        if not data:
            break
        connection.sendall(str.encode(reply))

    connection.close()


while True:
    client, addr = multithreadserver.accept()
    _thread.start_new_thread(clientThread, (client,))
