/* The demo's reader of idx files: what it reads, and what it refuses. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "check.h"
#include "examples.h"

enum { COUNT = 3, IMAGES_HEADER = 16, LABELS_HEADER = 8, LONGEST_PATH = 300 };

/* The two files of a small data set, before they are compressed. */
typedef struct raw_files {
    uint8_t images[IMAGES_HEADER + COUNT * IMAGE_PIXELS];
    uint8_t labels[LABELS_HEADER + COUNT];
    size_t images_length;
    size_t labels_length;
} raw_files;

static raw_files good_files(void)
{
    const uint8_t images_header[IMAGES_HEADER] = {0, 0, 8, 3, 0, 0, 0, COUNT, 0, 0, 0, 28, 0, 0, 0, 28};
    const uint8_t labels_header[LABELS_HEADER] = {0, 0, 8, 1, 0, 0, 0, COUNT};
    raw_files files = {.images_length = sizeof files.images, .labels_length = sizeof files.labels};
    memcpy(files.images, images_header, sizeof images_header);
    memcpy(files.labels, labels_header, sizeof labels_header);
    for (int i = 0; i < COUNT; i++) {
        memset(files.images + IMAGES_HEADER + i * IMAGE_PIXELS, 51 * i, IMAGE_PIXELS);
        files.labels[LABELS_HEADER + i] = (uint8_t)(9 - i);
    }
    return files;
}

static void write_file(const char *folder, const char *name, const uint8_t *bytes, size_t length)
{
    char path[LONGEST_PATH];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    gzFile file = gzopen(path, "wb");
    if (!CHECK(file != NULL)) return;
    if (length > 0) CHECK_INT(gzwrite(file, bytes, (unsigned)length), (long long)length);
    CHECK_INT(gzclose(file), Z_OK);
}

static void remove_file(const char *folder, const char *name)
{
    char path[LONGEST_PATH];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    CHECK_INT(remove(path), 0);
}

/* Written to a folder of its own and read back. */
static bool load(const raw_files *files, dataset *set)
{
    const char *images = "some-images-idx3-ubyte.gz";
    const char *labels = "some-labels-idx1-ubyte.gz";
    char folder[] = "/tmp/conelet-demo-XXXXXX";
    *set = (dataset){0};
    if (!CHECK(mkdtemp(folder) != NULL)) return false;
    write_file(folder, images, files->images, files->images_length);
    write_file(folder, labels, files->labels, files->labels_length);
    bool is_loaded = dataset_load(folder, "some", set);
    remove_file(folder, images);
    remove_file(folder, labels);
    CHECK_INT(rmdir(folder), 0);
    return is_loaded;
}

static void good_files_are_read(void)
{
    raw_files files = good_files();
    dataset set;
    if (CHECK(load(&files, &set))) {
        CHECK_INT(set.count, COUNT);
        CHECK_INT(set.images[IMAGE_PIXELS - 1], 0);
        CHECK_INT(set.images[IMAGE_PIXELS], 51);
        CHECK_INT(set.labels[0], 9);
        CHECK_INT(set.labels[COUNT - 1], 7);
    }
    dataset_free(&set);
}

static void check_refused(const raw_files *files, const char *why)
{
    dataset set;
    check_note("%s", why);
    CHECK(!load(files, &set));
    dataset_free(&set);
}

static void bad_files_are_refused(void)
{
    raw_files files = good_files();
    files.images_length--;
    check_refused(&files, "images cut short");
    files = good_files();
    files.labels_length--;
    check_refused(&files, "labels cut short");
    files = good_files();
    files.images_length = IMAGES_HEADER - 1;
    check_refused(&files, "a header cut short");
    files = good_files();
    files.images[3] = 1;
    check_refused(&files, "images of one axis");
    files = good_files();
    files.images[15] = 32;
    check_refused(&files, "images of 28 x 32 pixels");
    files = good_files();
    files.images[4] = 0xff;
    check_refused(&files, "more images than can be");
    files = good_files();
    files.labels[7] = COUNT - 1;
    check_refused(&files, "a label too few");
    files = good_files();
    files.labels[LABELS_HEADER] = CLASS_COUNT;
    check_refused(&files, "a label that is no class");

    dataset set;
    CHECK(!dataset_load("/nonexistent", "some", &set));
    dataset_free(&set);
}

/* A tile's feature is its mean brightness; standardised, the features have mean 0 and variance 1. */
static void features_are_tiles(void)
{
    raw_files files = good_files();
    dataset set;
    examples all = {0};
    examples first = {0};
    memset(files.images + IMAGES_HEADER + 4, 255, 4); /* the first row of the second tile of the first image */
    if (CHECK(load(&files, &set)) && CHECK(examples_create(&set, COUNT, &all)) &&
        CHECK(examples_create(&set, 1, &first))) {
        CHECK_INT(first.count, 1);
        CHECK_NEAR(first.features[0], 0, 0);
        CHECK_NEAR(first.features[1], 0.25, 1e-15);
        CHECK_NEAR(all.features[FEATURE_COUNT], 0.2, 1e-15);

        double mean = 0;
        double variance = 0;
        examples_standardise(&all, &first);
        for (int i = 0; i < COUNT; i++) mean += all.features[i * FEATURE_COUNT] / COUNT;
        for (int i = 0; i < COUNT; i++)
            variance += all.features[i * FEATURE_COUNT] * all.features[i * FEATURE_COUNT] / COUNT;
        CHECK_NEAR(mean, 0, 1e-14);
        CHECK_NEAR(variance, 1, 1e-14);
        CHECK_NEAR(first.features[0], all.features[0], 0);
    }
    examples_free(&all);
    examples_free(&first);
    dataset_free(&set);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN(good_files_are_read);
    RUN(bad_files_are_refused);
    RUN(features_are_tiles);
    return check_report();
}
