# Defect 4 of document 001: the brackets of the synopsis are taken for Python's.
import socket

stream = socket.socket([socket.AF_INET], [socket.SOCK_STREAM])
stream.bind(("127.0.0.1", 65432))
stream.listen()
stream.accept()
