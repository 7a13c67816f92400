#include "qps_names.h"

#include <stdlib.h>
#include <string.h>

#include "qps_array.h"

enum { FIRST_SLOTS = 64 };

/* FNV-1a [Fowler, Noll, Vo 1991] */
static uint64_t hash_of(const char *name)
{
    uint64_t hash = 0xcbf29ce484222325U;
    for (const char *letter = name; *letter != '\0'; letter++) {
        hash ^= (unsigned char)*letter;
        hash *= 0x100000001b3U;
    }
    return hash ^ (hash >> 32);
}

/* The slot that holds the name, or the empty one where it belongs. */
static size_t slot_of(const qps_names *names, const char *name)
{
    size_t last = names->slot_count - 1;
    size_t slot = hash_of(name) & last;
    while (names->slots[slot] >= 0 && strcmp(qps_names_get(names, names->slots[slot]), name) != 0) {
        slot = (slot + 1) & last;
    }
    return slot;
}

/* Keep at least half of the slots empty. */
static bool make_slots(qps_names *names)
{
    if ((size_t)names->count < names->slot_count / 2) return true;
    size_t slot_count = names->slot_count > 0 ? 2 * names->slot_count : FIRST_SLOTS;
    int32_t *slots = malloc(slot_count * sizeof *slots);
    if (slots == NULL) return false;
    free(names->slots);
    names->slots = slots;
    names->slot_count = slot_count;
    for (size_t slot = 0; slot < slot_count; slot++) slots[slot] = -1;
    for (int32_t number = 0; number < names->count; number++) {
        slots[slot_of(names, qps_names_get(names, number))] = number;
    }
    return true;
}

static bool make_text_room(qps_names *names, size_t more)
{
    size_t needed = names->text_length + more;
    if (needed <= names->text_capacity) return true;
    size_t capacity = 2 * needed;
    char *text = realloc(names->text, capacity);
    if (text == NULL) return false;
    names->text = text;
    names->text_capacity = capacity;
    return true;
}

bool qps_names_add(qps_names *names, const char *name)
{
    size_t bytes = strlen(name) + 1;
    if (names->count == INT32_MAX || !make_slots(names) || !make_text_room(names, bytes)) return false;
    size_t *starts = qps_array_grow(names->starts, &names->start_capacity, (size_t)names->count, sizeof *names->starts);
    if (starts == NULL) return false;
    names->starts = starts;

    size_t slot = slot_of(names, name);
    memcpy(names->text + names->text_length, name, bytes);
    starts[names->count] = names->text_length;
    names->text_length += bytes;
    names->slots[slot] = names->count;
    names->count++;
    return true;
}

int32_t qps_names_find(const qps_names *names, const char *name)
{
    return names->slot_count > 0 ? names->slots[slot_of(names, name)] : -1;
}

const char *qps_names_get(const qps_names *names, int32_t number) { return names->text + names->starts[number]; }

void qps_names_free(qps_names *names)
{
    free(names->text);
    free(names->starts);
    free(names->slots);
    *names = (qps_names){0};
}
