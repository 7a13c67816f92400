#define _GNU_SOURCE
#include "kernel_code.h"

#include <elf.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A fat binary: a header, then entries, each with a header of its own [as nvcc 13 writes it, which NVIDIA does not
   document; test_kernel_code.c tells when that changes]. */
enum { FAT_HEADER = 16, FAT_MACHINE_CODE = 2 };
static const unsigned char fat_magic[] = {0x50, 0xed, 0x55, 0xba, 1, 0, FAT_HEADER, 0};

typedef struct fat_entry {
    uint16_t kind;
    uint16_t version;
    uint32_t header_bytes;
    uint64_t bytes;
    uint32_t unused[3];
    uint32_t architecture;
} fat_entry;

/* Records of .nv.info (a symbol and a number) and of a kernel's own part of it. */
enum { INFO_HAS_BYTES = 4, INFO_STACK = 0x12, INFO_REGISTERS = 0x2f, INFO_SPILLS = 0x55, SPILL_BYTES = 8 };

typedef struct info_record {
    uint8_t format;
    uint8_t attribute;
    uint16_t bytes;
    uint32_t symbol;
    uint32_t number;
} info_record;

/* From sm_90 on what the system takes of a block's shared memory counts as static. */
enum { SYSTEM_SHARED = 1024 };

typedef struct elf {
    const unsigned char *bytes;
    const Elf64_Ehdr *header;
    const Elf64_Shdr *sections;
    const char *section_names;
} elf;

static const char *section_name(const elf *file, int k) { return file->section_names + file->sections[k].sh_name; }

static const Elf64_Shdr *find_section(const elf *file, const char *prefix, const char *name)
{
    for (int k = 0; k < file->header->e_shnum; k++) {
        const char *found = section_name(file, k);
        size_t length = strlen(prefix);
        if (strncmp(found, prefix, length) == 0 && strcmp(found + length, name) == 0) return &file->sections[k];
    }
    return NULL;
}

static const char *symbol_name(const elf *file, uint32_t symbol)
{
    const Elf64_Shdr *table = find_section(file, ".symtab", "");
    const Elf64_Shdr *names = &file->sections[table->sh_link];
    const Elf64_Sym *symbols = (const Elf64_Sym *)(const void *)(file->bytes + table->sh_offset);
    if (symbol >= table->sh_size / sizeof *symbols) return "";
    return (const char *)file->bytes + names->sh_offset + symbols[symbol].st_name;
}

/* The next record of a section; false at its end. */
static bool next_record(const elf *file, const Elf64_Shdr *section, size_t *at, info_record *record)
{
    if (*at + 4 > section->sh_size) return false;
    size_t left = section->sh_size - *at;
    *record = (info_record){0};
    memcpy(record, file->bytes + section->sh_offset + *at, left < sizeof *record ? left : sizeof *record);
    *at += 4 + (record->format == INFO_HAS_BYTES ? record->bytes : 0);
    return true;
}

/* A number that .nv.info has for a function; 0 without one. */
static uint32_t info_number(const elf *file, int attribute, const char *function)
{
    const Elf64_Shdr *section = find_section(file, ".nv.info", "");
    info_record record;
    for (size_t at = 0; section && next_record(file, section, &at, &record);)
        if (record.format == INFO_HAS_BYTES && record.attribute == attribute && record.bytes == 8 &&
            strcmp(symbol_name(file, record.symbol), function) == 0)
            return record.number;
    return 0;
}

/* How many instructions the assembler marked as spills. */
static int count_spills(const elf *file, const char *function)
{
    const Elf64_Shdr *section = find_section(file, ".nv.info.", function);
    info_record record;
    int count = 0;
    for (size_t at = 0; section && next_record(file, section, &at, &record);)
        if (record.format == INFO_HAS_BYTES && record.attribute == INFO_SPILLS) count += record.bytes / SPILL_BYTES;
    return count;
}

/* "solve_kernel" of "_Z12solve_kernel11device_plan". */
static void plain_name(const char *mangled, char *name)
{
    char *end = NULL;
    size_t length = strncmp(mangled, "_Z", 2) == 0 ? strtoul(mangled + 2, &end, 10) : 0;
    if (length == 0 || length >= KERNEL_NAME || length > strlen(end)) {
        snprintf(name, KERNEL_NAME, "%s", mangled);
        return;
    }
    snprintf(name, KERNEL_NAME, "%.*s", (int)length, end);
}

/* The note of the assembler ends its version with "release 13.0, V13.0.88". */
static void compiler_version(const elf *file, char *version)
{
    const Elf64_Shdr *section = find_section(file, ".note.nv.tkinfo", "");
    version[0] = '\0';
    if (section == NULL) return;
    const unsigned char *note = file->bytes + section->sh_offset;
    const unsigned char *found = memmem(note, section->sh_size, ", V", 3);
    if (found) snprintf(version, KERNEL_NAME, "%s", (const char *)found + 2);
}

static void read_kernel(const elf *file, int k, int architecture, kernel_code *kernel)
{
    const char *function = section_name(file, k) + strlen(".text.");
    const Elf64_Shdr *shared = find_section(file, ".nv.shared.", function);
    size_t system = architecture >= 90 ? SYSTEM_SHARED : 0;
    plain_name(function, kernel->name);
    compiler_version(file, kernel->compiler);
    kernel->architecture = architecture;
    kernel->registers = (int)info_number(file, INFO_REGISTERS, function);
    kernel->local_bytes = info_number(file, INFO_STACK, function);
    kernel->spills = count_spills(file, function);
    kernel->static_bytes = shared && shared->sh_size > system ? shared->sh_size - system : 0;
    kernel->code_bytes = file->sections[k].sh_size;
}

static int read_machine_code(const unsigned char *bytes, int architecture, kernel_code *kernels, int room)
{
    elf file = {bytes, (const Elf64_Ehdr *)(const void *)bytes, NULL, NULL};
    file.sections = (const Elf64_Shdr *)(const void *)(bytes + file.header->e_shoff);
    file.section_names = (const char *)bytes + file.sections[file.header->e_shstrndx].sh_offset;
    int count = 0;
    for (int k = 0; k < file.header->e_shnum; k++) {
        if (strncmp(section_name(&file, k), ".text.", strlen(".text.")) != 0) continue;
        if (count == room) return -1;
        read_kernel(&file, k, architecture, &kernels[count++]);
    }
    return count;
}

/* The entries from `at` to `end`. */
static int read_entries(const unsigned char *at, const unsigned char *end, kernel_code *kernels, int room)
{
    int count = 0;
    while (at + sizeof(fat_entry) <= end) {
        fat_entry entry;
        memcpy(&entry, at, sizeof entry);
        const unsigned char *code = at + entry.header_bytes;
        if (entry.bytes > (size_t)(end - at) || code + entry.bytes > end) return -1;
        if (entry.kind == FAT_MACHINE_CODE) {
            if (memcmp(code, ELFMAG, SELFMAG) != 0) return -1; /* compressed */
            int found = read_machine_code(code, (int)entry.architecture, kernels + count, room - count);
            if (found < 0) return -1;
            count += found;
        }
        at = code + entry.bytes;
    }
    return count;
}

static unsigned char *read_file(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0) return NULL;
    *size = (size_t)ftell(file);
    rewind(file);
    unsigned char *bytes = malloc(*size + 1);
    if (bytes) *size = fread(bytes, 1, *size, file);
    fclose(file);
    return bytes;
}

static void name_file(const char *path, kernel_code *kernels, int count)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    for (int k = 0; k < count; k++) snprintf(kernels[k].file, KERNEL_NAME, "%.*s", (int)strcspn(name, "."), name);
}

int kernel_code_read(const char *path, kernel_code *kernels, int room)
{
    size_t size = 0;
    unsigned char *bytes = read_file(path, &size);
    int count = bytes ? 0 : -1;
    unsigned char *end = bytes + size;
    for (unsigned char *at = bytes; count >= 0 && at < end;) {
        at = memmem(at, (size_t)(end - at), fat_magic, sizeof fat_magic);
        if (at == NULL) break;
        uint64_t length;
        memcpy(&length, at + sizeof fat_magic, sizeof length);
        at += FAT_HEADER;
        int found = length > (size_t)(end - at) ? -1 : read_entries(at, at + length, kernels + count, room - count);
        count = found < 0 ? -1 : count + found;
    }
    free(bytes);
    if (count < 0)
        fprintf(stderr, "%s: no object file of nvcc, or not of the kind expected\n", path);
    else
        name_file(path, kernels, count);
    return count;
}
