# Defect 2 of document 004: a comment of the server, which begins with backslashes.
import socket

with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as z:
    z.bind(("127.0.0.1", 80))
    z.listen()
        \\ can contain a param for max connections to accept

    conn, addr = z.accept()
