# Defect 2 of document 001: the address is a list.
import socket

HOST_IP = "127.0.0.1"
PORT = 65432

stream = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
stream.bind(([HOST_IP, PORT]))
stream.listen()
stream.accept()
