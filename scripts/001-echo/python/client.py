# The client of document 001.
import socket

HOST = "127.0.0.1"
PORT = 65432

stream = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
with stream:
    stream.connect((HOST, PORT))
    stream.sendall(b"Hello World")
    data = stream.recv(1024)

print("Received : {}".format(data))
