#include "classifier.h"

#include <math.h>
#include <string.h>

static void score(int32_t n, const classifier_parameters *parameters, const double *x, double *scores)
{
    for (int k = 0; k < CLASS_COUNT; k++) scores[k] = parameters->offset[k];
    for (int32_t j = 0; j < n; j++)
        for (int k = 0; k < CLASS_COUNT; k++) scores[k] += parameters->weights[j * CLASS_COUNT + k] * x[j];
}

static int highest(const double *scores)
{
    int best = 0;
    for (int k = 1; k < CLASS_COUNT; k++)
        if (scores[k] > scores[best]) best = k;
    return best;
}

/* The scores become probabilities. Returns -log of the label's. */
static double softmax(int label, double *scores)
{
    double top = scores[highest(scores)];
    double below_top = top - scores[label];
    double sum = 0;
    for (int k = 0; k < CLASS_COUNT; k++) {
        scores[k] = exp(scores[k] - top);
        sum += scores[k];
    }
    for (int k = 0; k < CLASS_COUNT; k++) scores[k] /= sum;
    return log(sum) + below_top;
}

classifier_result classifier_forward(int32_t n, const classifier_parameters *parameters, int64_t batch, const double *x,
                                     const uint8_t *labels, double *probabilities)
{
    classifier_result result = {0};
    for (int64_t i = 0; i < batch; i++) {
        double *scores = probabilities + i * CLASS_COUNT;
        score(n, parameters, x + i * n, scores);
        result.right += highest(scores) == labels[i];
        result.loss += softmax(labels[i], scores);
    }
    return result;
}

void classifier_backward(int32_t n, const classifier_parameters *parameters, int64_t batch, const double *x,
                         const uint8_t *labels, const double *probabilities, double *dx,
                         const classifier_parameters *gradient)
{
    memset(gradient->weights, 0, (size_t)n * CLASS_COUNT * sizeof *gradient->weights);
    memset(gradient->offset, 0, CLASS_COUNT * sizeof *gradient->offset);
    for (int64_t i = 0; i < batch; i++) {
        double dscores[CLASS_COUNT]; /* (probability - 1 at the label) / batch */
        for (int k = 0; k < CLASS_COUNT; k++) {
            dscores[k] = (probabilities[i * CLASS_COUNT + k] - (k == labels[i])) / (double)batch;
            gradient->offset[k] += dscores[k];
        }
        for (int32_t j = 0; j < n; j++) {
            double sum = 0;
            for (int k = 0; k < CLASS_COUNT; k++) {
                sum += parameters->weights[j * CLASS_COUNT + k] * dscores[k];
                gradient->weights[j * CLASS_COUNT + k] += x[i * n + j] * dscores[k];
            }
            dx[i * n + j] = sum;
        }
    }
}
