# The client of document 004, repaired: its comments are Python's, and recv is given a number.
import socket

server_addr = input("What server do you want to connect to?")

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)

sock.connect((server_addr, 80))

sock.send(b"GET / HTTP/1.1\r\nHost: " + bytes(server_addr, "utf8") + b"\r\nConnection: close\r\n\r\n")

reply = sock.recv(1024)

sock.shutdown(socket.SHUT_RDWR)

sock.close()

print(repr(reply))
