#define _GNU_SOURCE
#include "clinux.h"
#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/vfs.h>
#include <unistd.h>

int ibt_accept4(int listener, struct sockaddr *address, socklen_t *length, int flags) {
    return accept4(listener, address, length, flags);
}

int ibt_pipe2(int ends[2], int flags) { return pipe2(ends, flags); }

int ibt_memory_file(void) { return memfd_create("ibtool", MFD_CLOEXEC); }

void ibt_name_thread(const char *name) { pthread_setname_np(pthread_self(), name); }

void ibt_give_way(void) { setpriority(PRIO_PROCESS, 0, 19); }

const char *ibt_error_text(int code) { return strerrordesc_np(code); }

extern int __nss_configure_lookup(const char *database, const char *services);

void ibt_use_files_and_dns(void) { __nss_configure_lookup("hosts", "files dns"); }

int ibt_peer_credentials(int socket, int *process, unsigned int *user, unsigned int *group) {
    struct ucred peer;
    socklen_t length = sizeof peer;
    if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &length) != 0) return -1;
    *process = peer.pid;
    *user = peer.uid;
    *group = peer.gid;
    return 0;
}

static int argument_count;
static char **argument_vector;

// glibc hands argc, argv and envp to constructors, so a missing /proc does not lose them.
__attribute__((constructor)) static void remember_arguments(int count, char **vector, char **env) {
    (void)env;
    argument_count = count;
    argument_vector = vector;
}

int ibt_argument_count(void) { return argument_count; }

const char *ibt_argument(int index) { return argument_vector[index]; }

const char *ibt_environment_entry(int index) { return environ ? environ[index] : NULL; }

long ibt_file_system_magic(const char *path) {
    struct statfs about;
    if (statfs(path, &about) != 0) return -1;
    return (long)about.f_type;
}
