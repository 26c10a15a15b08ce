# The client of document 004 without the b before what it sends: a text.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.connect(("127.0.0.1", 80))
sock.send("GET / HTTP/1.1\r\n\r\n")
