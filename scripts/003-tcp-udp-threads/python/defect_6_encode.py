# Defect 6 of document 003, the encoding given: then bytes are encoded once more.
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 12345))

while True:
    data, addr = server.recvfrom(4096)
    print(str(data))
    message = bytes("Hello I'm UDP Server", "utf-8").encode("utf-8")
    server.sendto(message, addr)
