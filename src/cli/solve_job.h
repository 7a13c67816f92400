/**
 * @file solve_job.h
 * One run of `conelet solve` from the files read to the report: what the steps of solve_command.c share.
 */
#ifndef CONELET_CLI_SOLVE_JOB_H
#define CONELET_CLI_SOLVE_JOB_H

#include <conelet/conelet.h>

#include "answer.h"
#include "device_arrays.h"
#include "problem_file.h"
#include "solve_options.h"
#include "summary.h"

/** Everything a run holds; members are NULL until their step. */
typedef struct solve_job {
    solve_options options;
    problem_file *problem;
    cotangent_file *cotangent; /**< NULL without --vjp */
    change_file *change;       /**< NULL without --jvp */
    cnl_context *context;
    cnl_solver *solver;
    device_arrays arrays; /**< copies of the inputs on the context's device; none on the CPU */
    cnl_data data;        /**< of the problem, where the context's calls take them; so are the next two */
    cnl_cotangent along;
    cnl_data change_along;
    answer answer;
    answer on_device; /**< what the calls fill first where the context is on a device */
    batch_summary summary;
    double solve_seconds;
    double vjp_seconds; /**< NaN without --vjp */
    double jvp_seconds; /**< NaN without --jvp */
} solve_job;

/** Print the report as text: one line per problem of a small batch, one per outcome of a large one. */
void solve_report_text(const solve_job *job);

/** Print the report as one JSON object on one line. */
void solve_report_json(const solve_job *job);

#endif
