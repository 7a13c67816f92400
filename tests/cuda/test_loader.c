/* Which sentence a context on a device is refused with: no driver, no device, no plug-in, one that does not fit; and
   that one that fits is found. Every case runs in a process and an environment of its own. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"
#include "child.h"
#include "conelet/status.h"

static char folder[] = "/tmp/conelet_cuda_XXXXXX";

/* An entry of the test's folder: a link to something built, or with `text` a file that is no library. */
typedef struct entry {
    const char *path;
    const char *target;
    const char *text;
} entry;

/* drivers: that of a machine without one (any real one is hidden by it), of a machine with one, one that is none.
   homes: where libconelet is, with and without a plug-in beside it. */
static const entry entries[] = {
    {"no_driver", NULL, NULL},
    {"no_driver/libcuda.so.1", NULL, "no library"},
    {"driver", NULL, NULL},
    {"driver/libcuda.so.1", FAKE_DRIVER, NULL},
    {"strange_driver", NULL, NULL},
    {"strange_driver/libcuda.so.1", FAKE_PLUGIN, NULL},
    {"driver_and_plugin", NULL, NULL},
    {"driver_and_plugin/libcuda.so.1", FAKE_DRIVER, NULL},
    {"driver_and_plugin/libconelet_cuda.so.0", FAKE_PLUGIN, NULL},
    {"alone", NULL, NULL},
    {"alone/libconelet.so.0", CONELET_LIBRARY, NULL},
    {"beside", NULL, NULL},
    {"beside/libconelet.so.0", CONELET_LIBRARY, NULL},
    {"beside/libconelet_cuda.so.0", FAKE_PLUGIN, NULL},
    {"damaged", NULL, NULL},
    {"damaged/libconelet.so.0", CONELET_LIBRARY, NULL},
    {"damaged/libconelet_cuda.so.0", NULL, "no library either"},
};

enum { ENTRY_COUNT = sizeof entries / sizeof *entries };

static void make_entries(void)
{
    if (mkdtemp(folder) == NULL || chdir(folder) != 0) exit(1);
    for (int k = 0; k < ENTRY_COUNT; k++) {
        const entry *one = &entries[k];
        if (one->target != NULL) {
            CHECK_INT(symlink(one->target, one->path), 0);
        } else if (one->text == NULL) {
            CHECK_INT(mkdir(one->path, 0700), 0);
        } else {
            FILE *file = fopen(one->path, "wb");
            if (!CHECK(file != NULL)) continue;
            fputs(one->text, file);
            fclose(file);
        }
    }
}

static void remove_entries(void)
{
    for (int k = ENTRY_COUNT - 1; k >= 0; k--) remove(entries[k].path);
    if (chdir("/") == 0) rmdir(folder);
}

/* A machine, an environment, and what is said there. */
typedef struct situation {
    const char *home;    /* folder of libconelet */
    const char *drivers; /* folder searched first for libraries */
    const char *init;    /* what cuInit() answers */
    const char *devices; /* how many there are */
    const char *count;   /* what cuDeviceGetCount() answers */
    const char *plugin;  /* CONELET_CUDA_PLUGIN */
    cnl_status status;
    const char *says; /* the whole sentence, or its start if it ends in "..." */
} situation;

#define NOT    CNL_NOT_SUPPORTED
#define DEVICE "pretended device (sm_00)"

static const situation situations[] = {
    {"alone", "no_driver", NULL, NULL, NULL, NULL, NOT, "no CUDA driver (..."},
    {"beside", "no_driver", NULL, NULL, NULL, NULL, NOT, "no CUDA driver (..."},
    {"beside", "strange_driver", NULL, NULL, NULL, NULL, NOT, "no CUDA driver (libcuda.so.1 lacks its functions)"},
    {"beside", "driver", NULL, "0", NULL, NULL, NOT, "no CUDA device"},
    {"beside", "driver", "100", "1", NULL, NULL, NOT, "no CUDA device"},
    {"beside", "driver", NULL, "1", "100", NULL, NOT, "no CUDA device"},
    {"beside", "driver", "803", "1", NULL, NULL, NOT,
     "the CUDA driver does not work: cuInit answers CUDA_ERROR_SYSTEM_DRIVER_MISMATCH (803)"},
    {"beside", "driver", NULL, "1", "999", NULL, NOT,
     "the CUDA driver does not work: cuDeviceGetCount answers an error without a name (999)"},

    {"alone", "driver", NULL, "1", NULL, NULL, NOT,
     "the plug-in for CUDA cannot be opened: libconelet_cuda.so.0: cannot open shared object file..."},
    {"damaged", "driver", NULL, "1", NULL, NULL, NOT,
     "the plug-in for CUDA cannot be opened: damaged/libconelet_cuda.so.0: ..."},
    {"beside", "driver", NULL, "1", NULL, NULL, CNL_OK, DEVICE},
    {"alone", "driver_and_plugin", NULL, "1", NULL, NULL, CNL_OK, DEVICE},
    {"damaged", "driver_and_plugin", NULL, "1", NULL, NULL, CNL_OK, DEVICE},

    {"alone", "no_driver", NULL, NULL, NULL, FAKE_PLUGIN, CNL_OK, DEVICE},
    {"beside", "driver", NULL, "1", NULL, "nowhere/plugin.so", NOT,
     "the plug-in for CUDA cannot be opened: nowhere/plugin.so: cannot open shared object file..."},
    {"beside", "driver", NULL, "0", NULL, "", NOT, "no CUDA device"},
    {"beside", "driver", NULL, "1", NULL, "", CNL_OK, DEVICE},

    {"alone", "driver", NULL, NULL, NULL, FAKE_DRIVER, NOT,
     "the plug-in for CUDA has no function conelet_cuda_backend()"},
    {"alone", "driver", NULL, NULL, NULL, FAKE_OTHER_INTERFACE, NOT,
     "the plug-in for CUDA has interface 9 where this library has 3: they are not of one build"},
    {"alone", "driver", NULL, NULL, NULL, FAKE_OTHER_LIBRARY, NOT,
     "the plug-in for CUDA is of conelet 9.8.7, this library of " CONELET_VERSION},
    {"alone", "driver", NULL, NULL, NULL, FAKE_NO_LIBRARY, NOT,
     "the plug-in for CUDA is of conelet (unknown), this library of " CONELET_VERSION},
    {"alone", "driver", NULL, NULL, NULL, FAKE_INCOMPLETE, NOT, "the plug-in for CUDA lacks a part of its interface"},
    {"alone", "driver", NULL, NULL, NULL, FAKE_NO_TABLE, NOT, "the plug-in for CUDA offers nothing"},
#ifdef REAL_PLUGIN /* it fits, and finds by itself that there is no driver */
    {"alone", "no_driver", NULL, NULL, NULL, REAL_PLUGIN, NOT, "no CUDA device: ..."},
#endif
};

static void ask(child_run *run, const situation *at)
{
    char library[80];
    snprintf(library, sizeof library, "%s/libconelet.so.0", at->home);
    const char *const arguments[] = {ASK_FOR_CUDA, library, NULL};
    const variable variables[] = {{"LD_LIBRARY_PATH", at->drivers},    {"FAKE_CUDA_INIT", at->init},
                                  {"FAKE_CUDA_DEVICES", at->devices},  {"FAKE_CUDA_COUNT", at->count},
                                  {"CONELET_CUDA_PLUGIN", at->plugin}, {NULL, NULL}};
    child_start(run, arguments, variables);
}

static void it_is_said(const situation *at)
{
    child_run run;
    ask(&run, at);
    check_note("%s, %s, plug-in %s: %.160s", at->home, at->drivers, at->plugin ? at->plugin : "not named", run.output);
    if (!CHECK_INT(run.exit_code, 0)) return;

    char *line_end = strchr(run.output, '\n');
    if (!CHECK(line_end != NULL)) return;
    *line_end = '\0';
    char expected[300];
    snprintf(expected, sizeof expected, "%d: %s", (int)at->status, at->says);
    size_t length = strlen(expected);
    if (length > 3 && strcmp(expected + length - 3, "...") == 0) {
        expected[length - 3] = '\0';
        CHECK(strncmp(run.output, expected, length - 3) == 0);
    } else {
        CHECK_STR(run.output, expected);
    }
}

/* The library starts in milliseconds, with a driver on the machine or without. */
static void it_opens_in_no_time(void)
{
    double best = 1e9;
    for (int k = 0; k < 5; k++) {
        child_run run;
        double took = 1e9;
        ask(&run, &situations[0]);
        const char *line = strstr(run.output, "opened in ");
        if (CHECK(line != NULL)) sscanf(line, "opened in %lf", &took);
        if (took < best) best = took;
    }
    CHECK_AT_MOST(best, MOST_MILLISECONDS);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    if (!check_begin("the_folder_is_made")) return check_report();
    make_entries();
    check_end();
    RUN_CASES(it_is_said, situations);
    RUN(it_opens_in_no_time);
    remove_entries();
    return check_report();
}
