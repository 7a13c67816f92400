/* The block executor with a pivot warp for at most 80 rows and variables. */
#define CREW_TILES    10
#define BLOCKS        4
#define CREW_NAME     crew_solver_80
#define CREW_INSTANCE INSTANCE_CREW_80
#include "crew_driver.h"
