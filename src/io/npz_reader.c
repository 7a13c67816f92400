#include "npz_reader.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "io_error.h"
#include "npz_entry.h"

enum { MISSING = -1 };

struct npz_reader {
    zip_t *archive;
    const char *const *keys;
    int64_t *entries;    /* of each key: its entry in the archive, or MISSING */
    uint64_t file_bytes; /* no entry takes more */
};

/* A name as shown in a message: printable, and short. */
enum { SHOWN_ROOM = 44 };
static const char *shown(const char *name, size_t length, char room[SHOWN_ROOM])
{
    bool is_long = length > SHOWN_ROOM - 1;
    size_t kept = is_long ? SHOWN_ROOM - 4 : length;
    for (size_t i = 0; i < kept; i++) room[i] = (name[i] >= ' ' && name[i] <= '~') ? name[i] : '?';
    strcpy(room + kept, is_long ? "..." : "");
    return room;
}

static int find_key(const char *const *keys, const char *name, size_t length)
{
    for (int i = 0; keys[i] != NULL; i++) {
        if (strlen(keys[i]) == length && memcmp(keys[i], name, length) == 0) return i;
    }
    return MISSING;
}

/* "c b P A", as far as there is room. */
enum { KNOWN_ROOM = 160 };
static const char *all_keys(const char *const *keys, char room[KNOWN_ROOM])
{
    size_t used = 0;
    room[0] = '\0';
    for (int i = 0; keys[i] != NULL && used < KNOWN_ROOM; i++) {
        used += (size_t)snprintf(room + used, KNOWN_ROOM - used, "%s%s", i > 0 ? " " : "", keys[i]);
    }
    return room;
}

static cnl_status open_archive(const char *path, npz_reader *reader, cnl_error *error)
{
    struct stat about;
    if (stat(path, &about) != 0) return io_invalid(error, "cannot be opened: %s", strerror(errno));
    reader->file_bytes = (uint64_t)about.st_size;
    int code = 0;
    reader->archive = zip_open(path, ZIP_RDONLY | ZIP_CHECKCONS, &code);
    if (reader->archive != NULL) return CNL_OK;
    zip_error_t reason;
    zip_error_init_with_code(&reason, code);
    cnl_status status = npz_failure(error, "the .npz file", &reason);
    zip_error_fini(&reason);
    return status;
}

/* One entry of the table of contents: a known name that has not been there before. */
static cnl_status list_entry(npz_reader *reader, zip_uint64_t entry, cnl_error *error)
{
    const char *name = zip_get_name(reader->archive, entry, ZIP_FL_ENC_RAW);
    if (name == NULL) return npz_failure(error, "the .npz file", zip_get_error(reader->archive));
    char room[SHOWN_ROOM];
    size_t length = strlen(name);
    if (length < 4 || strcmp(name + length - 4, ".npy") != 0) {
        return io_invalid(error, "%s: expected an entry named after a key, ending in .npy", shown(name, length, room));
    }
    int key = find_key(reader->keys, name, length - 4);
    if (key == MISSING) {
        char known[KNOWN_ROOM];
        return io_invalid(error, "%s: unknown key; expected one of %s", shown(name, length - 4, room),
                          all_keys(reader->keys, known));
    }
    if (reader->entries[key] != MISSING) {
        return io_invalid(error, "%s: expected once, but the file has it twice", reader->keys[key]);
    }
    reader->entries[key] = (int64_t)entry;
    return CNL_OK;
}

static cnl_status list_entries(npz_reader *reader, cnl_error *error)
{
    size_t key_count = 0;
    while (reader->keys[key_count] != NULL) key_count++;
    reader->entries = malloc((key_count + 1) * sizeof *reader->entries);
    if (reader->entries == NULL) return io_out_of_memory(error);
    for (size_t i = 0; i < key_count; i++) reader->entries[i] = MISSING;

    zip_int64_t count = zip_get_num_entries(reader->archive, 0);
    for (zip_int64_t entry = 0; entry < count; entry++) {
        cnl_status status = list_entry(reader, (zip_uint64_t)entry, error);
        if (status != CNL_OK) return status;
    }
    return CNL_OK;
}

cnl_status npz_reader_open(const char *path, const char *const *keys, npz_reader **reader, cnl_error *error)
{
    *reader = NULL;
    npz_reader *opened = calloc(1, sizeof *opened);
    if (opened == NULL) return io_out_of_memory(error);
    opened->keys = keys;
    cnl_status status = open_archive(path, opened, error);
    if (status == CNL_OK) status = list_entries(opened, error);
    if (status == CNL_OK) {
        *reader = opened;
    } else {
        npz_reader_close(opened);
    }
    return status;
}

void npz_reader_close(npz_reader *reader)
{
    if (reader == NULL) return;
    if (reader->archive != NULL) zip_discard(reader->archive);
    free(reader->entries);
    free(reader);
}

static int64_t entry_of(const npz_reader *reader, const char *key)
{
    int index = find_key(reader->keys, key, strlen(key));
    return index == MISSING ? MISSING : reader->entries[index];
}

bool npz_reader_has(const npz_reader *reader, const char *key) { return entry_of(reader, key) != MISSING; }

/* The size that the table of contents gives, if the file can hold it: deflate shrinks at most 1032 times. */
static cnl_status entry_size(npz_reader *reader, const char *key, zip_uint64_t entry, uint64_t *size, cnl_error *error)
{
    const uint64_t most_shrunk = 1032;
    zip_stat_t about;
    zip_stat_init(&about);
    if (zip_stat_index(reader->archive, entry, 0, &about) != 0) {
        return npz_failure(error, key, zip_get_error(reader->archive));
    }
    if (about.comp_method != ZIP_CM_STORE && about.comp_method != ZIP_CM_DEFLATE) {
        return io_invalid(error, "%s: expected an entry that is stored or deflated, not packed in another way", key);
    }
    if (about.encryption_method != ZIP_EM_NONE) return io_invalid(error, "%s: encrypted entries are not read", key);
    bool fits = about.comp_size <= reader->file_bytes;
    bool agrees =
        about.comp_method == ZIP_CM_STORE ? about.size == about.comp_size : about.size / most_shrunk <= about.comp_size;
    if (!fits || !agrees) return io_invalid(error, "%s: cut short or damaged (its sizes do not agree)", key);
    *size = about.size;
    return CNL_OK;
}

cnl_status npz_reader_array(npz_reader *reader, const char *key, npy_array *array, cnl_error *error)
{
    *array = (npy_array){.bytes = NULL};
    int64_t found = entry_of(reader, key);
    if (found == MISSING) return io_invalid(error, "%s: missing", key);
    uint64_t size = 0;
    cnl_status status = entry_size(reader, key, (zip_uint64_t)found, &size, error);
    if (status != CNL_OK) return status;
    zip_file_t *entry = zip_fopen_index(reader->archive, (zip_uint64_t)found, 0);
    if (entry == NULL) return npz_failure(error, key, zip_get_error(reader->archive));
    status = npz_entry_read(entry, key, size, array, error);
    zip_fclose(entry);
    if (status != CNL_OK) npy_array_free(array);
    return status;
}
