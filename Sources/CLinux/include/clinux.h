#pragma once
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

// accept4 needs _GNU_SOURCE, which Swift's Glibc module does not set.
int ibt_accept4(int listener, struct sockaddr *address, socklen_t *length, int flags);
