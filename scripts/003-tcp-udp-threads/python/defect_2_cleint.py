# Defect 2 of document 003: the client is accepted as cleint, and received from as client.
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(("127.0.0.1", 8001))
server.listen(5)

while True:
    print("server waiting...")
    cleint, addr = server.accept()
    print("client connected from", addr)

    while True:
        data = client.recv(1024)
        if not data or data.decode("utf-8") == "END":
            break
