# The server of document 000, repaired: CONFIG is what it is called, and the socket's own class closes it.
import socket

CONFIG = ("127.0.0.1", 1614)

mySocket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
mySocket.bind(CONFIG)
mySocket.listen(4)
connectionWithClient, addressOfClient = mySocket.accept()
data = "Yolo !!"
connectionWithClient.send(data.encode())
connectionWithClient.close()
socket.socket.close(mySocket)
