/* What the module plugin.cu offers. */
#ifndef CUDASIM_TESTS_PLUGIN_H
#define CUDASIM_TESTS_PLUGIN_H

extern "C" {

/** sum[0] = x[0] + ... + x[n-1], n <= 64, and sum[1] = shared memory that nobody has written. @return 0 if launched. */
int plugin_sum(const double *x, int n, double *sum);
}

#endif
