/*
 * Stands for a service: `stand-in TCP/8080 UDP/53 …` listens on each port that is named. Over TCP it answers every request of HTTP with
 * 200, over UDP every question of DNS with the address 203.0.113.2; without a port it waits. One poll loop, no thread, no state.
 */
#include <arpa/inet.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PORTS = 32 };

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static int listening(int type, int port) {
  int on = 1, listener = socket(AF_INET, type, 0);
  struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_ANY)};
  if (listener < 0) fail("socket");
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind(listener, (struct sockaddr *)&here, sizeof here) < 0) fail("bind");
  if (type == SOCK_STREAM && listen(listener, 64) < 0) fail("listen");
  return listener;
}

/* The request is read as far as it came within a second: a client that only connects is not waited for. */
static void answer_request(int listener) {
  static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nok\n";
  char request[4096];
  struct timeval second = {.tv_sec = 1};
  int client = accept(listener, NULL, NULL);
  if (client < 0) return;
  setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &second, sizeof second);
  if (read(client, request, sizeof request) > 0 && write(client, answer, sizeof answer - 1) < 0) perror("write");
  close(client);
}

static void answer_question(int listener) {
  static const unsigned char record[] = {0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4, 203, 0, 113, 2};
  unsigned char message[512 + sizeof record];
  struct sockaddr_in client;
  socklen_t length = sizeof client;
  ssize_t size = recvfrom(listener, message, 512, 0, (struct sockaddr *)&client, &length);
  ssize_t end = 12;
  if (size < 17) return;
  while (end < size && message[end] != 0) end += message[end] + 1;
  end += 5;
  if (end > size) return;
  memcpy(message + 2, "\x81\x80\0\1\0\0\0\0\0\0", 10);
  if (message[end - 3] == 1) { /* an IPv4 address was asked for */
    message[7] = 1;
    memcpy(message + end, record, sizeof record);
    end += sizeof record;
  }
  sendto(listener, message, end, 0, (struct sockaddr *)&client, length);
}

int main(int count, char **ports) {
  struct pollfd listeners[PORTS];
  int udp[PORTS], used = count - 1;
  if (used > PORTS) return 2;
  signal(SIGPIPE, SIG_IGN);
  for (int i = 0; i < used; i++) {
    char *port = ports[i + 1];
    udp[i] = strncmp(port, "UDP/", 4) == 0;
    if (!udp[i] && strncmp(port, "TCP/", 4) != 0) return 2;
    listeners[i] = (struct pollfd){.fd = listening(udp[i] ? SOCK_DGRAM : SOCK_STREAM, atoi(port + 4)), .events = POLLIN};
  }
  for (;;) {
    if (poll(listeners, used, -1) < 0) continue;
    for (int i = 0; i < used; i++) {
      if ((listeners[i].revents & POLLIN) == 0) continue;
      if (udp[i]) answer_question(listeners[i].fd);
      else answer_request(listeners[i].fd);
    }
  }
}
