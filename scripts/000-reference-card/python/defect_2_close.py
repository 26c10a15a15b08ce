# Defect 2 of document 000: the module's close is given the socket.
import socket

mySocket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
mySocket.bind(("127.0.0.1", 1614))
mySocket.listen(4)
connectionWithClient, addressOfClient = mySocket.accept()
try:
    socket.close(mySocket)
finally:
    connectionWithClient.send(b"still open" if mySocket.fileno() >= 0 else b"closed")
