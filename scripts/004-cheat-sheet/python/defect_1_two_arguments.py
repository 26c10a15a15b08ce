# Defect 1 of document 004, with HOST and PORT assigned: bind is given two arguments.
import socket

HOST = "127.0.0.1"
PORT = 80

with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as z:
    z.bind(HOST, PORT)
    z.listen()
    conn, addr = z.accept()
