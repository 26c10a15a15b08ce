# The client of document 002.
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(("localhost", 63000))
client.send(b"Salut le serveur !")
client.close()
