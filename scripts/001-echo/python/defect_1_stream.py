# Defect 1 of document 001: the socket is called stream, and used as s.
import socket

HOST = "127.0.0.1"
PORT = 65432

stream = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
with stream:
    s.bind((HOST, PORT))
    s.listen()
    conn, addr = s.accept()
