#include "bench_report.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "machine.h"

void bench_report_start(bench_format format, const bench_setup *setup)
{
    if (format == BENCH_CSV) {
        printf("family,n,m,batch,threads,setup_us,forward_us,backward_us,iterations_mean,worst_residual,solved,"
               "almost_solved,primal_infeasible,dual_infeasible,iteration_limit,numerical_error,invalid_data,"
               "fma_peak_gflops,fma_peak_share,method,isa,eps,create_us,iterations_max,device,precision\n");
    }
    if (format == BENCH_TEXT) {
        char machine[300];
        machine_words(setup->context, setup->threads, machine, sizeof(machine));
        printf("%s", machine);
        if (!isnan(setup->peak_gflops)) printf(", measured peak %.0f Gflop/s", setup->peak_gflops);
        printf(", eps %g absolute%s, best of %" PRId64 "\n\n", setup->settings.eps_abs,
               setup->settings.f32 ? ", arrays of float" : "", setup->repeats);
        printf("%-16s %5s %5s %8s  %-6s %11s %11s %11s %10s %9s %8s\n", "", "", "", "", "", "forward", "backward",
               "problems", "iterations", "worst", "share of");
        printf("%-16s %5s %5s %8s  %-6s %11s %11s %11s %10s %9s %8s %12s\n", "family", "n", "m", "batch", "method",
               "us", "us", "per second", "mean", "residual", "peak", "not solved");
    }
    fflush(stdout);
}

/* A number in a column, or a dash where there is none. */
static void print_cell(int width, const char *format, double value)
{
    char text[32] = "-";
    if (!isnan(value)) snprintf(text, sizeof(text), format, value);
    printf(" %*s", width, text);
}

static void print_text(const bench_row *row)
{
    printf("%-16s %5d %5d %8" PRId64 "  %-6s", row->family, row->n, row->m, row->batch, METHOD_WORDS[row->method]);
    print_cell(11, "%.3f", row->forward_us);
    print_cell(11, "%.3f", row->backward_us);
    print_cell(11, "%.0f", 1e6 / row->forward_us);
    print_cell(10, "%.2f", row->summary.iterations_mean);
    print_cell(9, "%.1e", row->worst_residual);
    print_cell(8, "%.1f %%", 100 * row->peak_share);
    printf(" %12" PRId64 "\n", row->summary.batch - row->summary.statuses[CNL_SOLVED]);
}

/* A CSV field: quoted if it must be. */
static void print_csv_text(const char *text)
{
    if (strpbrk(text, ",\"\r\n") == NULL) {
        printf("%s", text);
        return;
    }
    putchar('"');
    for (; *text != '\0'; text++) {
        if (*text == '"') putchar('"');
        putchar(*text);
    }
    putchar('"');
}

/* A comma and a number; nothing where there is none. */
static void print_csv_real(double value)
{
    printf(",");
    if (!isnan(value)) printf("%.9g", value);
}

static void print_csv(const bench_row *row)
{
    print_csv_text(row->family);
    printf(",%d,%d,%" PRId64, row->n, row->m, row->batch);
    print_csv_real(row->threads > 0 ? row->threads : NAN);
    print_csv_real(row->setup_us);
    print_csv_real(row->forward_us);
    print_csv_real(row->backward_us);
    print_csv_real(row->summary.iterations_mean);
    print_csv_real(row->worst_residual);
    for (int k = 0; k < OUTCOME_COUNT; k++) printf(",%" PRId64, row->summary.statuses[k]);
    print_csv_real(row->peak_gflops);
    print_csv_real(row->peak_share);
    printf(",%s,%s", METHOD_WORDS[row->method], row->isa);
    print_csv_real(row->eps);
    print_csv_real(row->create_us);
    printf(",%d,", row->summary.iterations_max);
    print_csv_text(row->device);
    printf(",%s\n", row->precision);
}

static void print_json(const bench_row *row)
{
    json_writer json = json_start(stdout);
    json_open(&json, NULL, '{');
    json_text(&json, "family", row->family);
    json_integer(&json, "n", row->n);
    json_integer(&json, "m", row->m);
    json_integer(&json, "batch", row->batch);
    json_real(&json, "threads", row->threads > 0 ? row->threads : NAN);
    json_real(&json, "setup_us", row->setup_us);
    json_real(&json, "forward_us", row->forward_us);
    json_real(&json, "backward_us", row->backward_us);
    json_real(&json, "iterations_mean", row->summary.iterations_mean);
    json_real(&json, "worst_residual", row->worst_residual);
    summary_print_statuses(&json, &row->summary);
    json_real(&json, "fma_peak_gflops", row->peak_gflops);
    json_real(&json, "fma_peak_share", row->peak_share);
    json_text(&json, "method", METHOD_WORDS[row->method]);
    json_text(&json, "isa", row->isa);
    json_real(&json, "eps", row->eps);
    json_real(&json, "create_us", row->create_us);
    json_integer(&json, "iterations_max", row->summary.iterations_max);
    json_text(&json, "device", row->device);
    json_text(&json, "precision", row->precision);
    json_close(&json, '}');
    printf("\n");
}

void bench_report_row(bench_format format, const bench_row *row)
{
    switch (format) {
    case BENCH_JSON:
        print_json(row);
        break;
    case BENCH_CSV:
        print_csv(row);
        break;
    default:
        print_text(row);
        break;
    }
    fflush(stdout);
}
