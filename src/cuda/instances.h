/**
 * @file instances.h
 * The kernels that are compiled for sizes up to some, and what each asks of a device: the table that plans choose from.
 *
 * The file that compiles an instance checks that its row is true (INSTANCE_IS). Registers are those of nvcc 13 for
 * sm_90; other compilers and architectures differ a little, which launch_plan.h allows for. docs/gpu-kernels.md has the
 * numbers of every architecture.
 */
#ifndef CUDA_INSTANCES_H
#define CUDA_INSTANCES_H

#ifdef __cplusplus
#define INSTANCE_TABLE constexpr
#else
#define INSTANCE_TABLE static const
#endif

/** Who works on a problem. */
typedef enum device_executor {
    EXECUTOR_THREAD,  /**< a thread */
    EXECUTOR_WARP,    /**< a warp */
    EXECUTOR_CREW,    /**< a thread block, one warp of which leads */
    EXECUTOR_LIBRARY, /**< a thread block, and cuBLAS and cuSOLVER for its factors: n x n systems from LIBRARY_FROM on,
                         the definite routes from the work of LIBRARY_DEFINITE_FROM on; not in the table either */
    EXECUTOR_BLOCK,   /**< a thread block: every structure, method and size; not in the table, as nothing of it is fixed
                       */
} device_executor;

/** The rows of the table. */
typedef enum instance_name {
    INSTANCE_THREAD_10,
    INSTANCE_WARP_16,
    INSTANCE_WARP_24,
    INSTANCE_WARP_32,
    INSTANCE_WARP_40,
    INSTANCE_WARP_48,
    INSTANCE_WARP_56,
    INSTANCE_WARP_64,
    INSTANCE_CREW_80,
    INSTANCE_CREW_104,
    INSTANCE_COUNT,
} instance_name;

typedef struct instance {
    enum device_executor executor;
    int architecture;  /**< the oldest that it is compiled for */
    int side;          /**< rows and variables of a problem, at most */
    int fewest;        /**< problems for each multiprocessor from which on it is used */
    int problems;      /**< that a block works on at once */
    int threads;       /**< of a block */
    int registers;     /**< of a thread */
    int shared_bytes;  /**< dynamic, of a block */
    int scratch_bytes; /**< global memory, of each problem that is worked on */
    int kept_numbers;  /**< doubles (in `singles` floats) that a solve keeps of each problem for its derivatives; 0:
                          nothing */
} instance;

/** Threads keep so many problems' numbers side by side; the batch is rounded up to whole groups. */
enum { KEPT_GROUP = 32 };

/** With fewer problems than this for each multiprocessor there are not enough threads to fill it, and warps are as fast
    (H100, n = 10: 0.041 microseconds a problem by threads in a batch of 8192, 0.040 by warps in one of 4096). */
enum { FEWEST_FOR_THREADS = 128 };

/** The first architecture with products of tiles: kernels that are made of them are empty on older ones. */
#define TILE_PRODUCTS_FROM 80

/** The first row that takes a problem and fits on the device has it. All solve by the dual method, dense P and A. */
INSTANCE_TABLE instance instances[INSTANCE_COUNT] = {
    /* executor   architecture side fewest  problems threads registers shared scratch kept */
    {EXECUTOR_THREAD, 0, 10, FEWEST_FOR_THREADS, 64, 64, 255, 52800, 0, 155},
    {EXECUTOR_WARP, TILE_PRODUCTS_FROM, 16, 0, 4, 128, 80, 18432, 0, 394},
    {EXECUTOR_WARP, TILE_PRODUCTS_FROM, 24, 0, 4, 128, 96, 33792, 3072, 782},
    {EXECUTOR_WARP, TILE_PRODUCTS_FROM, 32, 0, 4, 128, 128, 53248, 0, 1298},
    {EXECUTOR_WARP, TILE_PRODUCTS_FROM, 40, 0, 2, 64, 168, 23040, 17920, 1942},
    {EXECUTOR_WARP, TILE_PRODUCTS_FROM, 48, 0, 2, 64, 168, 30720, 23040, 2714},
    {EXECUTOR_WARP, TILE_PRODUCTS_FROM, 56, 0, 2, 64, 255, 39424, 35840, 3614},
    {EXECUTOR_WARP, TILE_PRODUCTS_FROM, 64, 0, 2, 64, 255, 49152, 47104, 4642},
    {EXECUTOR_CREW, TILE_PRODUCTS_FROM, 80, 0, 1, 160, 96, 35888, 107648, 9936},
    {EXECUTOR_CREW, TILE_PRODUCTS_FROM, 104, 0, 1, 160, 128, 56624, 179840, 16656},
};

/** Of calls on floats that are solved in floats; below it corrections do not lead reliably (as on the CPU). */
#define SINGLE_ACCURACY 1e-8

/** The rows of the table of solves in floats. */
typedef enum single_name {
    SINGLE_16,
    SINGLE_24,
    SINGLE_32,
    SINGLE_40,
    SINGLE_48,
    SINGLE_56,
    SINGLE_64,
    SINGLE_COUNT,
} single_name;

/** Of calls on floats, where doubles are slow, the first row that takes the problem and fits goes first; what it leaves
    is for the first row of `instances` made of warps. */
INSTANCE_TABLE instance singles[SINGLE_COUNT] = {
    /* executor   architecture side fewest  problems threads registers shared scratch kept */
    {EXECUTOR_WARP, TILE_PRODUCTS_FROM, 16, 0, 4, 128, 80, 10496, 0, 404},
    {EXECUTOR_WARP, TILE_PRODUCTS_FROM, 24, 0, 4, 128, 96, 18816, 1536, 796},
    {EXECUTOR_WARP, TILE_PRODUCTS_FROM, 32, 0, 4, 128, 128, 18944, 2560, 1316},
    {EXECUTOR_WARP, TILE_PRODUCTS_FROM, 40, 0, 4, 128, 168, 26240, 8960, 1964},
    {EXECUTOR_WARP, TILE_PRODUCTS_FROM, 48, 0, 2, 64, 168, 17280, 11520, 2740},
    {EXECUTOR_WARP, TILE_PRODUCTS_FROM, 56, 0, 2, 64, 255, 21952, 17920, 3644},
    {EXECUTOR_WARP, TILE_PRODUCTS_FROM, 64, 0, 2, 64, 255, 27136, 21504, 4676},
};

/** The rows of the table of derivatives by warps and crews. */
typedef enum differentiator_name {
    DIFFERENTIATOR_16,
    DIFFERENTIATOR_24,
    DIFFERENTIATOR_32,
    DIFFERENTIATOR_40,
    DIFFERENTIATOR_48,
    DIFFERENTIATOR_56,
    DIFFERENTIATOR_64,
    DIFFERENTIATOR_80,
    DIFFERENTIATOR_104,
    DIFFERENTIATOR_COUNT,
} differentiator_name;

typedef struct differentiator {
    enum device_executor executor;
    int side;          /**< variables of a problem, at most */
    int rows;          /**< of a problem, at most */
    int problems;      /**< that a block works on at once */
    int threads;       /**< of a block */
    int registers;     /**< of a thread */
    int shared_bytes;  /**< dynamic, of a block */
    int scratch_bytes; /**< global memory, of each problem that is worked on */
} differentiator;

/** The first row that takes a problem and fits on the device has its derivatives; what it leaves is for the block
    executor. */
INSTANCE_TABLE differentiator differentiators[DIFFERENTIATOR_COUNT] = {
    /* executor    side rows problems threads registers shared scratch */
    {EXECUTOR_WARP, 16, 32, 4, 128, 64, 24320, 0},         {EXECUTOR_WARP, 24, 32, 4, 128, 128, 47232, 0},
    {EXECUTOR_WARP, 32, 32, 1, 32, 168, 19584, 0},         {EXECUTOR_WARP, 40, 40, 1, 32, 224, 24480, 5120},
    {EXECUTOR_WARP, 48, 48, 1, 32, 255, 32448, 9216},      {EXECUTOR_WARP, 56, 56, 1, 32, 255, 45024, 10752},
    {EXECUTOR_WARP, 64, 64, 1, 32, 255, 55552, 16384},     {EXECUTOR_CREW, 80, 80, 1, 160, 96, 40960, 107648},
    {EXECUTOR_CREW, 104, 104, 1, 160, 128, 63232, 179840},
};

/** A kernel of derivatives that starts from what the solve of the same instance has kept, and goes before all others.
 */
typedef struct kept_differentiator {
    int problems;     /**< that a block works on at once; 0: there is no such kernel */
    int threads;      /**< of a block */
    int registers;    /**< of a thread */
    int shared_bytes; /**< dynamic, of a block */
    int parts;        /**< of the sums over a batch (device_job.h) that a block makes */
} kept_differentiator;

/** By instance_name. Crews have none: their kernels of derivatives look themselves for what is kept. */
INSTANCE_TABLE kept_differentiator kept_differentiators[INSTANCE_COUNT] = {
    /* problems threads registers shared parts */
    {32, 32, 253, 26400, 1}, {4, 128, 80, 15616, 4}, {4, 128, 96, 28032, 4}, {4, 128, 120, 44544, 4},
    {2, 64, 168, 22720, 2},  {2, 64, 168, 33408, 2}, {2, 64, 255, 38976, 2}, {2, 64, 255, 52736, 2},
};

/** By single_name: adjoints in floats from what the solve of the same row has kept, in floats. */
INSTANCE_TABLE kept_differentiator single_adjoints[SINGLE_COUNT] = {
    /* problems threads registers shared parts */
    {4, 128, 79, 8960, 4},  {4, 128, 95, 15744, 4}, {4, 128, 118, 24576, 4}, {2, 64, 166, 12800, 2},
    {2, 64, 168, 18432, 2}, {2, 64, 228, 21504, 2}, {2, 64, 253, 28672, 2},
};

/** Of the block executor's kernels: registers of a thread, and bytes of shared memory that a team needs itself. */
enum {
    BLOCK_DEFINITE_REGISTERS = 95,
    BLOCK_GENERAL_REGISTERS = 234,
    BLOCK_DERIVATIVE_REGISTERS = 170,
    BLOCK_TEAM_BYTES = 512,
};

/**
 * Variables from which on K and its factor are cuBLAS's and cuSOLVER's work. A model, not a measurement. Up to here A,
 * P and K of a problem mostly fit in a multiprocessor's shared memory (256 KB at n = m = 128). Beyond, a block makes K
 * and its factor in global memory, 2 (n^2 m + n^3/3) operations at perhaps a twentieth of a multiprocessor's rate: 0.9
 * million cycles of an iteration at n = m = 128 (H100), 3.3 million at 200. The libraries, at a third of the rate, take
 * 0.1 and 0.4 million; what is left to blocks, products and substitutions, is some 0.5 million either way.
 */
enum { LIBRARY_FROM = 129, LIBRARY_REGISTERS = 186, LIBRARY_THREADS = 256 };

/**
 * The definite routes are for the libraries from the work of a problem by rows of so many rows and variables on: the
 * first size that no crew takes. A model again. Blocks have matrices of that size in global memory, at perhaps a
 * twentieth of a multiprocessor's rate (H100: 6 multiply-adds a cycle at most, and V V' with unordered reads less): 3.3
 * million multiply-adds, 0.5 million cycles. The libraries, at a third of the rate, take 0.15 million with all of V V'
 * in place of a half; and each of a problem's eleven turns brings launches and copies of a factor, some 20 thousand.
 */
enum { LIBRARY_DEFINITE_FROM = 105, LIBRARY_DEFINITE_REGISTERS = 128 };

/** Stops the compiler where a row of the table is not what is compiled. */
#define INSTANCE_IS(name, side_is, problems_is, threads_is, shared_is, scratch_is, kept_is)                            \
    static_assert(instances[name].side == (side_is) && instances[name].problems == (problems_is) &&                    \
                      instances[name].threads == (threads_is) && instances[name].shared_bytes == (int)(shared_is) &&   \
                      instances[name].scratch_bytes == (int)(scratch_is) && instances[name].kept_numbers == (kept_is), \
                  "the table of src/cuda/instances.h has other numbers")
#define DIFFERENTIATOR_IS(name, side_is, rows_is, problems_is, threads_is, shared_is, scratch_is)                      \
    static_assert(differentiators[name].side == (side_is) && differentiators[name].rows == (rows_is) &&                \
                      differentiators[name].problems == (problems_is) &&                                               \
                      differentiators[name].threads == (threads_is) &&                                                 \
                      differentiators[name].shared_bytes == (int)(shared_is) &&                                        \
                      differentiators[name].scratch_bytes == (int)(scratch_is),                                        \
                  "the table of src/cuda/instances.h has other numbers")
#define KEPT_DIFFERENTIATOR_IS(name, problems_is, threads_is, shared_is, parts_is)                                     \
    static_assert(kept_differentiators[name].problems == (problems_is) &&                                              \
                      kept_differentiators[name].threads == (threads_is) &&                                            \
                      kept_differentiators[name].shared_bytes == (int)(shared_is) &&                                   \
                      kept_differentiators[name].parts == (parts_is),                                                  \
                  "the table of src/cuda/instances.h has other numbers")

#endif
