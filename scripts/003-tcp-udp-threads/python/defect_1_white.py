# Defect 1 of document 003: `white`.
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(("127.0.0.1", 8001))
server.listen(5)

white True:
    print("server waiting...")
    client, addr = server.accept()
