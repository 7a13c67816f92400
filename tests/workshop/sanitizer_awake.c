/* Does wrong what the sanitizer of this build must report; the test fails if it stays silent. */
#include <stdio.h>
#include <stdlib.h>

#ifdef CHECK_THREADS

/* Every thread adds to one number without asking. */
int main(void)
{
    double sum = 0;
#pragma omp parallel for num_threads(4) schedule(static) shared(sum)
    for (int i = 0; i < 4000; i++) sum += i;
    printf("%g\n", sum);
    return 0;
}

#else

/* Reads memory that it has given back; through a pointer that the compiler cannot see through. */
int main(void)
{
    double *volatile numbers = calloc(4, sizeof(double));
    if (numbers == NULL) return 1;
    free(numbers);
    printf("%g\n", numbers[3]);
    return 0;
}

#endif
