#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    STEPS = 4000,
    QUICK_STEPS = 60,
    MOST_STEPS = 10000000,
    CONSTRAINTS = 50,
    MOST_CONSTRAINTS = 1000,
    MOST_THREADS = 1024
};

const char *const options_usage =
    "usage: conelet_demo [options]\n"
    "\n"
    "Trains a small network on Fashion-MNIST whose hidden layer is a batch of quadratic programs, then the same\n"
    "network with that layer frozen at its random start, and compares their accuracies.\n"
    "\n"
    "  --quick          few steps and fewer test images, to see that it runs (seconds)\n"
    "  --steps N        steps of each run (default 4000)\n"
    "  --constraints N  of each quadratic program (default 50; with 0 the network is linear)\n"
    "  --seed N         of the first parameters and of the order of the images (default 1)\n"
    "  --threads N      of the convex layer (default: as many as OpenMP would use)\n"
    "  --data FOLDER    where the data set is (default /usr/share/datasets/fashion-mnist)\n"
    "  --help           this text\n";

static bool read_number(const char *name, const char *text, int64_t least, int64_t most, int64_t *value)
{
    char *end;
    errno = 0;
    long long number = strtoll(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0' || number < least || number > most) {
        fprintf(stderr, "conelet_demo: --%s must be a whole number from %lld to %lld, not \"%s\"\n", name,
                (long long)least, (long long)most, text);
        return false;
    }
    *value = number;
    return true;
}

bool options_read(int count, char **arguments, options *chosen)
{
    static const struct option known[] = {
        {"quick", no_argument, NULL, 'q'},
        {"steps", required_argument, NULL, 'n'},
        {"constraints", required_argument, NULL, 'm'},
        {"seed", required_argument, NULL, 's'},
        {"threads", required_argument, NULL, 't'},
        {"data", required_argument, NULL, 'd'},
        {"help", no_argument, NULL, 'h'},
        {0},
    };
    int64_t threads = 0;
    int64_t constraints = CONSTRAINTS;
    *chosen = (options){.folder = "/usr/share/datasets/fashion-mnist", .seed = 1};
    int option;
    while ((option = getopt_long(count, arguments, "h", known, NULL)) != -1) {
        bool is_good = true;
        switch (option) {
        case 'q':
            chosen->is_quick = true;
            break;
        case 'n':
            is_good = read_number("steps", optarg, 1, MOST_STEPS, &chosen->steps);
            break;
        case 'm':
            is_good = read_number("constraints", optarg, 0, MOST_CONSTRAINTS, &constraints);
            break;
        case 's':
            is_good = read_number("seed", optarg, 0, INT64_MAX, &chosen->seed);
            break;
        case 't':
            is_good = read_number("threads", optarg, 1, MOST_THREADS, &threads);
            break;
        case 'd':
            chosen->folder = optarg;
            break;
        case 'h':
            chosen->is_help = true;
            break;
        default:
            return false; /* getopt_long has said what */
        }
        if (!is_good) return false;
    }
    if (optind < count) {
        fprintf(stderr, "conelet_demo: takes no arguments but options, not \"%s\"; see --help\n", arguments[optind]);
        return false;
    }
    chosen->constraints = (int32_t)constraints;
    chosen->threads = (int32_t)threads;
    if (chosen->steps == 0) chosen->steps = chosen->is_quick ? QUICK_STEPS : STEPS;
    return true;
}
