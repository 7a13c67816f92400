/* The library executor on the routes for a definite P: the complementarity problem, by rows or by columns. */
#include "library_kernels.h"

#include "team_block.h"

#include "block_gram.h"
#include "block_product.h"
#include "library_substitute.h"
#include "team_room.h"

#include "../engine/dual_setup.h"
#include "../engine/dual_system.h"

#include "../engine/dual_interior_point.h"
#include "../engine/dual_layout.h"
#include "../engine/dual_verify.h"
#include "../engine/verify.h"

#include "library_dual.h"

/* Two blocks share a multiprocessor. */
#define LIBRARY_BOUNDS __launch_bounds__(LIBRARY_THREADS, 2)
#define LIBRARY_TURNER library_turner_definite
#include "library_driver.h"
