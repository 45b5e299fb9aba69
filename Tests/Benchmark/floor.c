/* SPDX-License-Identifier: Apache-2.0 */

/*
 * The floor: what a constant answer costs over FastCGI when nothing is decided. One thread a connection, as libfcgi has
 * it, on the listening socket that it finds as descriptor 3.
 *
 * usage: floor THREADS ANSWER   (ANSWER is a file: header fields, an empty line, the body)
 */
#include <errno.h>
#include <fcgiapp.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { LISTENER = 3, CAPACITY = 65536 };

static char answer[CAPACITY];
static int length;

static void read_answer(const char *path)
{
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        perror(path);
        exit(66);
    }
    length = (int)fread(answer, 1, CAPACITY, file);
    fclose(file);
}

static void *serve(void *unused)
{
    FCGX_Request request;
    FCGX_InitRequest(&request, LISTENER, 0);
    while (FCGX_Accept_r(&request) == 0) {
        FCGX_PutStr(answer, length, request.out);
        FCGX_Finish_r(&request);
    }
    return unused;
}

int main(int count, char **arguments)
{
    if (count != 3) {
        fprintf(stderr, "usage: floor THREADS ANSWER\n");
        return 64;
    }
    read_answer(arguments[2]);
    FCGX_Init();
    /* libfcgi's own handlers would only mark the process as ending. */
    signal(SIGTERM, SIG_DFL);
    for (int i = 1; i < atoi(arguments[1]); i++) {
        pthread_t thread;
        if (pthread_create(&thread, NULL, serve, NULL) != 0) return 71;
    }
    serve(NULL);
    return 0;
}
