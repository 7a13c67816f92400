#include "fake_memory.h"

#include <pthread.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

enum { MOST_PIECES = 256 };

typedef struct piece {
    unsigned char *start;
    size_t bytes; /* as asked for */
    size_t pages; /* as mapped */
} piece;

static piece pieces[MOST_PIECES];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static size_t whole_pages(size_t bytes)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    return (bytes / page + 1) * page;
}

/* The piece that holds an address; of NULL, a free place. */
static piece *find(const void *memory)
{
    uintptr_t address = (uintptr_t)memory;
    for (int k = 0; k < MOST_PIECES; k++) {
        uintptr_t start = (uintptr_t)pieces[k].start;
        if (memory == NULL ? start == 0 : start != 0 && address >= start && address - start <= pieces[k].bytes)
            return &pieces[k];
    }
    return NULL;
}

void *fake_memory_take(size_t bytes)
{
    pthread_mutex_lock(&lock);
    piece *place = find(NULL);
    void *memory = NULL;
    if (place != NULL && bytes < SIZE_MAX / 2) {
        memory = mmap(NULL, whole_pages(bytes), PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (memory == MAP_FAILED) memory = NULL;
        if (memory != NULL) *place = (piece){memory, bytes, whole_pages(bytes)};
    }
    pthread_mutex_unlock(&lock);
    return memory;
}

bool fake_memory_give_back(void *memory)
{
    if (memory == NULL) return false;
    pthread_mutex_lock(&lock);
    piece *place = find(memory);
    bool is_start = place != NULL && place->start == memory;
    if (is_start) {
        munmap(place->start, place->pages);
        *place = (piece){0};
    }
    pthread_mutex_unlock(&lock);
    return is_start;
}

static bool protect(const void *memory, size_t bytes, int protection)
{
    if (memory == NULL) return false;
    pthread_mutex_lock(&lock);
    piece *place = find(memory);
    bool fits = place != NULL && bytes <= place->bytes - (size_t)((const unsigned char *)memory - place->start) &&
                mprotect(place->start, place->pages, protection) == 0;
    pthread_mutex_unlock(&lock);
    return fits;
}

bool fake_memory_open(const void *memory, size_t bytes) { return protect(memory, bytes, PROT_READ | PROT_WRITE); }

void fake_memory_close(const void *memory) { protect(memory, 0, PROT_NONE); }
