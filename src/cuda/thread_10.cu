/* The thread executor for at most ten rows and variables. */
#define THREAD_SIDE     10
#define WARPS           2
#define BLOCKS          4
#define THREAD_NAME     thread_solver_10
#define THREAD_INSTANCE INSTANCE_THREAD_10
#include "thread_driver.h"
