# Defect 1 of document 000: CONGIF is assigned, CONFIG is used.
import socket

mySocket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
CONGIF = ("127.0.0.1", 1614)
mySocket.bind(CONFIG)
mySocket.listen(4)
mySocket.accept()
