# The server of document 002.
import socket

serveur = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
serveur.bind(("localhost", 63000))
serveur.listen(1)

print("Serveur en attente...")
client_socket, adresse = serveur.accept()
print("Connexion de", adresse)
message = client_socket.recv(1024)
print("Message recu:", message.decode())
client_socket.close()
serveur.close()
