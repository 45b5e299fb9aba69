// SPDX-License-Identifier: Apache-2.0
#include <fcgiapp.h>
// Swift's Glibc module leaves these out.
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
// GNU extensions, not declared where Swift imports their headers; to include those here would hide Glibc's SOCK_STREAM.
struct sockaddr;
extern int accept4(int, struct sockaddr *, unsigned int *, int);
extern int memfd_create(const char *, unsigned int);
