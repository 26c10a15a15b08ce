# The client of document 002 without the b that the document explains: it sends a text.
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(("localhost", 63000))
client.send("Salut le serveur !")
client.close()
