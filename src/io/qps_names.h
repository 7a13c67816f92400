/**
 * @file qps_names.h
 * Names and their numbers: the first name added is 0, the next 1, and so on. Found again through a hash table.
 */
#ifndef IO_QPS_NAMES_H
#define IO_QPS_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Starts as all zero. */
typedef struct qps_names {
    char *text; /**< every name with its NUL, one after the other */
    size_t text_length;
    size_t text_capacity;
    size_t *starts; /**< where in `text` each name starts */
    size_t start_capacity;
    int32_t count;
    int32_t *slots;    /**< open addressing: a number, or -1 for an empty slot */
    size_t slot_count; /**< a power of two, or 0 */
} qps_names;

/** Add a name that qps_names_find() does not know. @return false if out of memory, or 2^31 - 1 names are there. */
bool qps_names_add(qps_names *names, const char *name);

/** @return the number of a name, or -1. */
int32_t qps_names_find(const qps_names *names, const char *name);

/** @return the name of a number; valid until the next one is added. */
const char *qps_names_get(const qps_names *names, int32_t number);

/** Free all names. */
void qps_names_free(qps_names *names);

#endif
