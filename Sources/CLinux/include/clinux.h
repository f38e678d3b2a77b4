#pragma once
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/statvfs.h>
#include <sys/un.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stddef.h>

// Calls and values that need _GNU_SOURCE, which Swift's Glibc module does not set.
int ibt_accept4(int listener, struct sockaddr *address, socklen_t *length, int flags);
int ibt_pipe2(int ends[2], int flags);
// A file in memory without a name (memfd_create), closed on exec; -1 and errno on failure.
int ibt_memory_file(void);
void ibt_name_thread(const char *name);
// The calling thread runs when others have nothing to do (nice 19).
void ibt_give_way(void);
const char *ibt_error_text(int code);

// Host names come from /etc/hosts and DNS from now on, whatever nsswitch.conf says: its modules cannot be
// loaded into a static program, and must not be.
void ibt_use_files_and_dns(void);

// The peer's process, user and group id of a connected unix socket; -1 and errno on failure.
int ibt_peer_credentials(int socket, int *process, unsigned int *user, unsigned int *group);

// The arguments and environment the process was started with, without /proc.
int ibt_argument_count(void);
const char *ibt_argument(int index);
const char *ibt_environment_entry(int index);

// The magic number of the file system that holds `path` (statfs); -1 and errno on failure.
long ibt_file_system_magic(const char *path);
