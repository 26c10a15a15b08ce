# The server of document 004, repaired: it has an address and gives it to bind as one; its comments are Python's.
import socket

HOST = "127.0.0.1"
PORT = 80

with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as z:
    z.bind((HOST, PORT))
    z.listen()

    conn, addr = z.accept()

    with conn:
        while True:
            data = conn.recv(1024)
            if not data:
                break
            conn.sendall(data)
