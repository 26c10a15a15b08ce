# Defect 3 of document 001: the reply is a list.
import socket

stream = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
stream.bind(("127.0.0.1", 65432))
stream.listen()
conn, addr = stream.accept()
data = conn.recv(1024)
conn.sendall([data])
