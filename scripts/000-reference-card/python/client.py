# The client of document 000.
import socket

CONFIG = ("127.0.0.1", 1614)

socketOfServer = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
socketOfServer.connect(CONFIG)
byteData = socketOfServer.recv(1024)
data = byteData.decode()
print(data)
socketOfServer.close()
