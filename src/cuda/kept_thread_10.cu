/* Adjoints by threads for at most ten rows and variables. */
#define THREAD_SIDE     10
#define WARPS           1
#define BLOCKS          8
#define THREAD_NAME     kept_thread_10
#define THREAD_INSTANCE INSTANCE_THREAD_10
#include "kept_thread_driver.h"
