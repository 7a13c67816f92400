#include "allocator.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Before each block: what it is. After it: bytes that must stay as they are. */
typedef struct block_header {
    uint64_t magic;
    size_t bytes;
    void *start;
} block_header;

enum { GUARD_BYTES = 64, GUARD_VALUE = 0xa5, HEADER_BYTES = 64 };
static const uint64_t BLOCK_LIVE = 0x636f6e656c657431u;
static const uint64_t BLOCK_GONE = 0x636f6e656c657430u;

/* Memory aligned to exactly `alignment`, not by luck to more; filled with a pattern, not with zeros. */
static void *make_block(size_t bytes, size_t alignment)
{
    size_t room = HEADER_BYTES + 4 * 64 + bytes + GUARD_BYTES;
    unsigned char *start = malloc(room);
    if (start == NULL) return NULL;
    uintptr_t address = ((uintptr_t)start + HEADER_BYTES + 127) / 128 * 128 + alignment;
    unsigned char *memory = (unsigned char *)address;

    memset(memory, 0xff, bytes);
    memset(memory + bytes, GUARD_VALUE, GUARD_BYTES);
    block_header header = {BLOCK_LIVE, bytes, start};
    memcpy(memory - sizeof header, &header, sizeof header);
    return memory;
}

static void *count_allocation(void *user, size_t bytes, size_t alignment)
{
    counting_allocator *counts = user;
    pthread_mutex_lock(&counts->mutex);
    counts->calls++;
    bool sensible = alignment >= 1 && alignment <= 64 && (alignment & (alignment - 1)) == 0 && bytes > 0;
    if (!sensible) counts->strange_requests++;
    bool fails = counts->fail_at > 0 &&
                 (counts->calls == counts->fail_at || (counts->fail_after && counts->calls > counts->fail_at));
    void *memory = fails || !sensible ? NULL : make_block(bytes, alignment);
    if (memory != NULL) {
        counts->allocations++;
        counts->live++;
        counts->live_bytes += bytes;
        if (counts->live_bytes > counts->peak_bytes) counts->peak_bytes = counts->live_bytes;
    }
    pthread_mutex_unlock(&counts->mutex);
    return memory;
}

static bool is_overrun(const unsigned char *guard)
{
    for (int i = 0; i < GUARD_BYTES; i++) {
        if (guard[i] != GUARD_VALUE) return true;
    }
    return false;
}

static void count_release(void *user, void *memory)
{
    counting_allocator *counts = user;
    block_header header = {0, 0, NULL};
    pthread_mutex_lock(&counts->mutex);
    if (memory != NULL) memcpy(&header, (unsigned char *)memory - sizeof header, sizeof header);
    if (header.magic == BLOCK_LIVE) {
        if (is_overrun((unsigned char *)memory + header.bytes)) counts->overruns++;
        counts->releases++;
        counts->live--;
        counts->live_bytes -= header.bytes;
        header.magic = BLOCK_GONE;
        memcpy((unsigned char *)memory - sizeof header, &header, sizeof header);
        free(header.start);
    } else {
        counts->strange_releases++;
    }
    pthread_mutex_unlock(&counts->mutex);
}

void counting_allocator_begin(counting_allocator *counts)
{
    memset(counts, 0, sizeof *counts);
    pthread_mutex_init(&counts->mutex, NULL);
}

cnl_allocator counting_allocator_view(counting_allocator *counts)
{
    return (cnl_allocator){count_allocation, count_release, counts};
}

cnl_context_options counting_options(counting_allocator *counts, int32_t threads)
{
    return (cnl_context_options){.allocator = counting_allocator_view(counts), .threads = threads};
}
