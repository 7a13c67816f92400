/* Several sums over the team at once. */
#ifndef ENGINE_TEAM_SUMS_H
#define ENGINE_TEAM_SUMS_H

/* A team that has a faster way than one after another defines it, and TEAM_SUMS. */
#ifndef TEAM_SUMS
FN void team_sums(team *tm, real *const *values, int count)
{
    for (int k = 0; k < count; k++) *values[k] = team_sum(tm, *values[k]);
}
#endif

#endif
