/**
 * @file file_storage.h
 * Memory that belongs to a file that was read: blocks on a list, given back together.
 */
#ifndef IO_FILE_STORAGE_H
#define IO_FILE_STORAGE_H

#include <stddef.h>

/** The list; starts as NULL, and is what `storage` of a problem_file holds. */
typedef struct file_block file_block;

/** @return room for `count` elements of `size` bytes, all zero, never NULL for 0 elements; NULL if out of memory. */
void *file_storage_allocate(void **storage, size_t count, size_t size);

/** Take over `memory` (from malloc). @return it, or NULL, having freed it, if out of memory. */
void *file_storage_keep(void **storage, void *memory);

/** Free every block and the list. */
void file_storage_release(void **storage);

#endif
