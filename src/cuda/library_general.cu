/* The library executor on the route that takes everything: the homogeneous embedding, dense. */
#include "library_kernels.h"

#include "team_block.h"

#include "block_front.h"
#include "block_front_solve.h"
#include "block_gram.h"
#include "block_product.h"
#include "block_scale.h"
#include "library_substitute.h"
#include "team_room.h"

#include "../engine/interior_point.h"
#include "../engine/primal_layout.h"
#include "../engine/verify.h"

#include "library_primal.h"

#define LIBRARY_BOUNDS
#define LIBRARY_TURNER library_turner_general
#include "library_driver.h"
