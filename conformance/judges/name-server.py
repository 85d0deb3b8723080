"""A name server at the address given: whatever is asked for is at that address."""
import socket
import sys

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind((sys.argv[1], 53))
while True:
    query, client = server.recvfrom(512)
    end = query.index(0, 12) + 5  # the name, its type and class
    answered = query[end - 4 : end - 2] == b"\0\1"  # an IPv4 address was asked for
    header = query[:2] + b"\x81\x80\0\1" + (b"\0\1" if answered else b"\0\0") + b"\0\0\0\0"
    record = b"\xc0\x0c\0\1\0\1\0\0\0\1\0\4" + socket.inet_aton(sys.argv[1])
    server.sendto(header + query[12:end] + (record if answered else b""), client)
