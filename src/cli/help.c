#include "help.h"

#include <stdio.h>
#include <string.h>

#include "complain.h"
#include "family.h"

static const char OVERVIEW[] =
    "conelet solves and differentiates batches of small convex programs\n"
    "\n"
    "    minimise (1/2) x'Px + c'x   subject to  Ax + s = b,  s in zero x nonnegative x second-order cones\n"
    "\n"
    "  conelet solve FILE [flags]    solve the problems of an .npz, QPS or MPS file\n"
    "  conelet bench [FILE] [flags]  time the solver on a file or on families of random problems\n"
    "  conelet help [solve|bench]    this page, or all flags of a command\n"
    "  conelet --version\n"
    "\n"
    "Exit code: 0 every problem was solved, 1 some were not, 2 bad input.\n";

static const char SOLVE_FLAGS[] =
    "conelet solve FILE [flags]\n"
    "\n"
    "FILE is an .npz batch (docs/files.md lists its keys) or a QPS or MPS file, plain or gzip.\n"
    "\n"
    "  -o OUT.npz       write x y s obj iterations residuals status, and the derivatives below\n"
    "  --vjp G.npz      gradients: reads dx dy ds (absent = 0), writes dP dA dc db (dP_data, dA_data for CSC);\n"
    "                   a datum that the batch shares gets the sum over the batch\n"
    "  --jvp T.npz      change of the solution: reads dP dA dc db (absent = 0), writes dx dy ds\n"
    "  --eps E          tolerance, absolute and relative; 1e-8\n"
    "  --eps-rel E      the relative tolerance alone, from 0 (stop by absolute residuals)\n"
    "  --max-iter N     iterations after which a problem is given up; 100\n"
    "  --threads T      most threads; as many as OpenMP would use\n"
    "  --method M       auto, primal (n x n), dual (m x m) or sparse; auto\n"
    "  --device D       cpu or cuda (the first CUDA device; --threads and --isa then mean nothing); cpu\n"
    "  --isa I          auto, portable, avx2 or avx512: instructions to use; the widest that the CPU has\n"
    "  --json           one JSON object instead of the table\n"
    "\n"
    "The JSON object: file, name (of a QPS problem, or null), n, m, batch, cones {z, l, q}, method, isa, device\n"
    "(\"cpu\", or its name; on a device isa is \"cuda\" and threads null), threads, eps,\n"
    "solve_s, vjp_s, jvp_s (seconds; null if not asked for), statuses (how many problems had each outcome),\n"
    "iterations_mean, iterations_max, worst_residuals [primal, dual, gap] of the problems solved or almost; then "
    "arrays\n"
    "with one entry per problem: status, obj, iterations, residuals as in OUT.npz, and vjp_info, jvp_info (0 exact,\n"
    "1 least squares, 2 degenerate, 3 none), all null beyond 1000 problems. NaN and infinity are printed as null.\n";

static const char BENCH_FLAGS[] =
    "conelet bench [FILE | --family NAME] [flags]\n"
    "\n"
    "Times a file, a family of random problems, or (without either) every family at a small size.\n"
    "\n"
    "  --family NAME    one of the families below\n"
    "  --n N            variables\n"
    "  --m M            rows, where the family leaves a choice (optnet, known-solution)\n"
    "  --batch B        problems\n"
    "  --seed S         of the random numbers; 1\n"
    "  --vjp            time the gradients with respect to P, c, A and b too\n"
    "  --f32            time the calls on arrays of float: the same problems, rounded\n"
    "  --eps E          absolute tolerance (the relative one is 0); 1e-8\n"
    "  --method M, --device D, --isa I, --threads T   as for solve\n"
    "  --repeat R       take the best of R; 5\n"
    "  --json, --csv    one JSON object per line, or comma-separated values with a heading\n"
    "  --plot OUT.svg   measure batches of 1, 2, 4, ... B at n = 10, 20, 50, 100 (or N) and draw problems per second\n"
    "                   against the batch, a curve for each n (of optnet unless told); needs gnuplot\n"
    "\n"
    "Each row: family, n, m, batch, threads; setup_us, forward_us, backward_us: microseconds per problem, best of the\n"
    "repeats (cnl_solve does again everything that changed data ask for, so setup_us is 0 and forward_us holds it "
    "all;\n"
    "backward_us is null without --vjp); iterations_mean, iterations_max; worst_residual: the largest primal "
    "residual,\n"
    "dual residual, gap or cone violation, recomputed from the data over the problems solved or almost (with --f32 of\n"
    "the rounded answer to the rounded data); statuses: how many problems had each outcome; fma_peak_gflops: the\n"
    "fastest multiply-add rate of the threads in use, measured at the start; fma_peak_share: useful operations of the\n"
    "method on dense data, over time and peak (null for sparse and with --f32):\n"
    "dual n^3/3 + n^2 m + n m^2 + 6 n^2 + 12 n m once and m^3/3 + 4 m^2 per iteration,\n"
    "primal n^2 m + n^3/3 + 6 n^2 + 12 n m per iteration; method, isa, eps; create_us: making the solver, once for\n"
    "the whole batch; device: its name, or \"cpu\"; precision: of the arrays, f64 or f32. On a device the data are\n"
    "there before the clock starts and the answers stay there until it has stopped; threads and both fma_peak fields\n"
    "are null.\n"
    "\n"
    "Families:\n";

static void print_families(void)
{
    for (int i = 0; i < family_count(); i++) printf("  %-16s %s\n", family_at(i)->name, family_at(i)->summary);
}

int help_command(const char *topic)
{
    if (topic == NULL) {
        fputs(OVERVIEW, stdout);
    } else if (strcmp(topic, "solve") == 0) {
        fputs(SOLVE_FLAGS, stdout);
    } else if (strcmp(topic, "bench") == 0) {
        fputs(BENCH_FLAGS, stdout);
        print_families();
    } else {
        return complain("there is no help on \"%s\"; \"conelet help\" lists the commands", topic);
    }
    return finish_output(EXIT_ALL_SOLVED);
}
