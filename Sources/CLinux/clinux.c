#define _GNU_SOURCE
#include "clinux.h"

int ibt_accept4(int listener, struct sockaddr *address, socklen_t *length, int flags) {
    return accept4(listener, address, length, flags);
}
