#include "file_storage.h"

#include <stdlib.h>

struct file_block {
    file_block *next;
    void *memory;
};

void *file_storage_allocate(void **storage, size_t count, size_t size)
{
    size_t room = count > 0 ? count : 1;
    return file_storage_keep(storage, calloc(room, size));
}

void *file_storage_keep(void **storage, void *memory)
{
    if (memory == NULL) return NULL;
    file_block *block = malloc(sizeof *block);
    if (block == NULL) {
        free(memory);
        return NULL;
    }
    block->memory = memory;
    block->next = *storage;
    *storage = block;
    return memory;
}

void file_storage_release(void **storage)
{
    file_block *block = *storage;
    while (block != NULL) {
        file_block *next = block->next;
        free(block->memory);
        free(block);
        block = next;
    }
    *storage = NULL;
}
