# The server of document 001, repaired: it uses the socket that it has created.
import socket

HOST = "127.0.0.1"
PORT = 65432

stream = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
with stream:
    stream.bind((HOST, PORT))
    stream.listen()
    conn, addr = stream.accept()
    with conn:
        print("Connected by {}".format(addr))
        while True:
            data = conn.recv(1024)
            if not data:
                break
            conn.sendall(data)
