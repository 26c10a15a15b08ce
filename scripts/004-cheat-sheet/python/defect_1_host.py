# Defect 1 of document 004: HOST and PORT are nowhere assigned.
import socket

with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as z:
    z.bind(HOST, PORT)
    z.listen()
    conn, addr = z.accept()
