/* The block executor with a pivot warp for at most 104 rows and variables. */
#define CREW_TILES    13
#define BLOCKS        3
#define CREW_NAME     crew_solver_104
#define CREW_INSTANCE INSTANCE_CREW_104
#include "crew_driver.h"
